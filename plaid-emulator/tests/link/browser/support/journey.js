// One journey: a fresh page on the host's origin, Link driven by role and name, and two rules that always hold:
// nothing beyond this machine is asked for, and no script fails.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser } from "./browser.js";
import { createLinkToken, emulator } from "./emulator.js";
import { startHost } from "./host.js";

let browser;
let host;

before(async () => {
  [browser, host] = await Promise.all([launchBrowser(), startHost(emulator)]);
});

after(async () => {
  await browser?.close();
  await host?.stop();
});

export function journey(name, walk, options = {}) {
  test(name, { timeout: 60_000 }, async () => {
    const page = await browser.newPage({ viewport: { width: 1024, height: 800 }, reducedMotion: "reduce", ...options });
    page.setDefaultTimeout(10_000);
    const complaints = watch(page);
    try {
      await walk(new Visit(page));
      assert.deepEqual(complaints, []);
    } finally {
      await page.close();
    }
  });
}

/** Ask again until there is an answer, for five seconds at most. */
export async function until(ask) {
  const deadline = Date.now() + 5_000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("nothing came within five seconds");
}

function watch(page) {
  const complaints = [];
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== "data:" && hostname !== "127.0.0.1") complaints.push(`asked ${request.url()}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A refused token is a 400 by contract, and a journey may cut the network; the browser logs both.
    const refusal = /status of 400|ERR_FAILED/.test(message.text());
    if (message.type() === "error" && !refusal) complaints.push(message.text());
  });
  return complaints;
}

/** A person in front of the page. */
class Visit {
  constructor(page) {
    this.page = page;
    this.frames = page.locator("iframe");
    this.link = page.frameLocator("iframe");
  }

  async arrive({ token, strict = false, live = false } = {}) {
    const address = new URL(host.address);
    address.searchParams.set("token", token ?? (await createLinkToken()));
    if (strict) address.searchParams.set("strict", "");
    if (live) address.searchParams.set("live", "");
    await this.page.goto(address.href);
  }

  async open() {
    await this.page.getByRole("button", { name: "Connect a bank" }).click();
  }

  async press(name, role = "button") {
    await this.link.getByRole(role, { name }).click();
  }

  heading(name) {
    return this.link.getByRole("heading", { level: 1, name });
  }

  async chooseBank(name) {
    await this.press("Continue");
    await this.link.getByRole("searchbox", { name: "Search for your bank" }).fill(name);
    await this.link.getByRole("list", { name: "Banks" }).getByRole("listitem").first().filter({ hasText: name }).waitFor();
    await this.press(name);
    await this.heading("Select your bank").waitFor({ state: "detached" });
  }

  async signIn(username, password) {
    await this.link.getByLabel("User name").fill(username);
    await this.link.getByLabel("Password", { exact: true }).fill(password);
    await this.press("Sign in");
  }

  /** Wait until the page's callback has been called and answer what it got. */
  async called(name) {
    const found = await this.page.waitForFunction((wanted) => window.calls.find((call) => call.name === wanted)?.values, name);
    return found.jsonValue();
  }

  async calls() {
    return this.page.evaluate(() => window.calls);
  }

  /** The events so far as short words: OPEN(CONSENT), SELECT_INSTITUTION, ERROR(INVALID_CREDENTIALS)... */
  async events() {
    const events = (await this.calls()).filter((call) => call.name === "onEvent");
    return events.map(({ values: [name, { view_name, error_code }] }) => {
      const detail = view_name ?? (name === "ERROR" ? error_code : null);
      return detail ? `${name}(${detail})` : name;
    });
  }
}
