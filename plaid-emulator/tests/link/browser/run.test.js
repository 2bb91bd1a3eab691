// Every journey, several at a time: one browser, a context for each.

import { readdirSync } from "node:fs";
import { after, before, suite, test } from "node:test";
import { close, journeys, open, run } from "./support/journey.js";

// Journeys mostly wait; more of them at once would only make each slower on a small machine.
const AT_ONCE = 4;
const LONGEST_MS = 90_000;

// A shared machine may stand still for seconds: what fails there is walked once more, and said.
const TRIES = process.env.CI === "true" ? 2 : 1;

async function walk(journey, context) {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await run(journey);
    } catch (failure) {
      if (left === 0) throw failure;
      context.diagnostic(`walked again: ${failure.message}`);
    }
  }
}

// JOURNEYS=oauth walks the journeys of that file alone.
const wanted = process.env.JOURNEYS ?? "";
for (const file of readdirSync(new URL("journeys/", import.meta.url)).sort()) {
  if (file.includes(wanted)) await import(new URL(`journeys/${file}`, import.meta.url).href);
}

suite("journeys through Link", { concurrency: AT_ONCE }, () => {
  before(open);
  after(close);
  for (const journey of journeys) test(journey.name, { timeout: LONGEST_MS }, (context) => walk(journey, context));
});
