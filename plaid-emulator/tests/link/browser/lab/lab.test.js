// The Bank lab as a person uses it: by role and name, on a wide and on a narrow screen.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launchBrowser } from "../support/browser.js";
import { emulator } from "../support/emulator.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;

before(async () => {
  browser = await launchBrowser();
});

after(() => browser?.close());

async function admin(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return (await fetch(`${emulator}/__admin${path}`, options)).json();
}

function visit(name, walk, { expected = [], ...options } = {}) {
  test(name, { timeout: 60_000 }, async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, reducedMotion: "reduce", ...options });
    page.setDefaultTimeout(10_000);
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    try {
      await admin("/reset", {});
      await page.goto(`${emulator}/__admin/lab`);
      await walk(page);
      assert.deepEqual(complaints, expected);
    } finally {
      await page.close();
    }
  });
}

async function isFine(page, where, root = "html") {
  const { violations } = await page.evaluate((chosen) => window.axe.run(chosen, { resultTypes: ["violations"] }), root);
  assert.deepEqual(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0].html}`), []);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${where} is ${over} px too wide`);
}

async function makeItem(page, who = "user_good") {
  await page.getByLabel("Make an Item for").selectOption(who);
  await page.getByRole("button", { name: "Make Item" }).click();
  await page.getByRole("navigation", { name: "Items" }).getByRole("button", { name: new RegExp(who) }).waitFor();
}

async function says(page, text) {
  await page.getByRole("status").filter({ hasText: text }).waitFor();
}

visit("a person makes an Item, spends, breaks and mends, and asks for the truth", async (page) => {
  await makeItem(page);
  const rows = page.getByRole("region", { name: "Latest transactions" }).getByRole("listitem");
  await rows.filter({ hasText: "Starbucks" }).first().waitFor();

  await page.getByLabel("Description", { exact: true }).fill("Lantern and rope");
  await page.getByLabel("Amount", { exact: true }).fill("31.70");
  await page.getByLabel("Pending, posts in two days").check();
  await page.getByRole("button", { name: "Spend", exact: true }).click();
  await rows.filter({ hasText: "Lantern and rope" }).getByText("Pending").waitFor();
  await page.getByRole("button", { name: "Post Lantern and rope" }).click();
  await says(page, "posted");
  await page.getByRole("button", { name: "Take back Lantern and rope" }).click();
  await says(page, "taken back");

  await page.getByRole("tab", { name: "Login and webhooks" }).click();
  await page.getByRole("button", { name: "Break the login" }).click();
  await page.getByRole("navigation", { name: "Items" }).getByText("Needs login").waitFor();
  await page.getByRole("button", { name: "Repair" }).click();
  await page.getByRole("navigation", { name: "Items" }).getByText("Healthy").waitFor();

  await page.getByRole("tab", { name: "Truth" }).click();
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText("Taken back", { exact: true }).locator("xpath=following-sibling::dd").filter({ hasText: "2" }).waitFor();
});

visit("two Items of one person at one bank are told apart", async (page) => {
  await makeItem(page);
  await admin("/clock", { advance_seconds: 90 });
  await page.getByRole("button", { name: "Make Item" }).click();
  const cards = page.getByRole("navigation", { name: "Items" }).getByRole("button", { name: /First Platypus Bank user_good/ });
  await cards.nth(1).waitFor();

  const [first, second] = await cards.allTextContents();
  assert.match(first, /••0000 ••1111 ••2222 and 11 more/);
  assert.match(first, /linked .*\d\d:\d\d:\d\d/);
  assert.notEqual(first, second);
});

visit("every fault has a switch that really breaks the calls, and one that mends them", async (page) => {
  await page.getByRole("tab", { name: "Faults" }).click();
  await page.getByLabel("Where").selectOption("/categories/get");
  const call = async () => (await fetch(`${emulator}/categories/get`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })).status;

  await page.getByRole("switch", { name: "Bare 5xx" }).click();
  await page.getByRole("switch", { name: "Bare 5xx", checked: true }).waitFor();
  assert.equal(await call(), 502);
  await page.getByRole("complementary", { name: "What happens" }).getByText("/categories/get, call 1").waitFor();
  await page.getByRole("switch", { name: "Bare 5xx" }).click();
  await page.getByRole("switch", { name: "Bare 5xx", checked: false }).waitFor();
  assert.equal(await call(), 200);

  const switches = await page.getByRole("switch").all();
  for (const one of switches.slice(1)) await one.click();
  await page.getByRole("switch", { checked: false }).nth(1).waitFor({ state: "detached" });
  await page.getByLabel("Whose", { exact: true }).nth(1).selectOption("production");
  await page.getByRole("button", { name: "Everything works again" }).click();
  await page.getByRole("switch", { checked: true }).first().waitFor({ state: "detached" });
  assert.equal((await admin("")).rate_limits, "production");
});

const REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)";

visit("a misspelt name is refused, and the page says which was meant", async (page) => {
  await page.getByRole("tab", { name: "Scripts" }).click();
  const step = { when: { endpoint: "/transaction/sync" }, then: [{ do: "clear_faults" }] };
  await page.getByLabel("Script", { exact: true }).fill(JSON.stringify({ steps: [step] }));
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await says(page, "there is no endpoint /transaction/sync, did you mean /transactions/sync?");
}, { expected: [REFUSED] });

visit("a script runs, strikes, and is stopped; the clock moves", async (page) => {
  await page.getByRole("tab", { name: "Scripts" }).click();
  await page.getByLabel("Example").selectOption("rough_night");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const scripts = page.getByRole("region", { name: "Scripts" });
  await scripts.getByText("Running").waitFor();
  await scripts.getByRole("button", { name: "Stop rough night" }).click();
  await scripts.getByText("Ended").waitFor();

  await page.getByLabel("Script", { exact: true }).fill("{ not json");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await says(page, "This is not JSON");

  const before = Date.parse((await admin("")).clock.now);
  await page.getByRole("button", { name: "+1 week" }).click();
  await says(page, "1 week");
  assert.ok(Date.parse((await admin("")).clock.now) - before >= 7 * 86_400_000);
});

visit("the keyboard alone reaches everything", async (page) => {
  await page.keyboard.press("Tab");
  await page.getByRole("link", { name: "Skip to the controls" }).press("Enter");
  await page.getByRole("tab", { name: "Money" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.getByRole("tab", { selected: true }).textContent(), "Faults");
  await page.getByRole("switch", { name: "Connection reset" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("switch", { name: "Connection reset", checked: true }).waitFor();
  await page.keyboard.press("End");
});

visit("the newest Item is the one that is open, and stands first", async (page) => {
  for (const username of ["user_good", "user_transactions_dynamic"]) await admin("/actions", { do: "create_item", username });
  await page.reload();

  const first = page.getByRole("navigation", { name: "Items" }).getByRole("button").first();
  await first.filter({ hasText: "user_transactions_dynamic" }).waitFor();
  assert.equal(await first.getAttribute("aria-current"), "true");
});

visit("the front page leads here by keyboard", async (page) => {
  await page.goto(emulator);
  await page.evaluate(axe);
  await isFine(page, "The front page");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Bank lab" }).waitFor();
}, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });

for (const [width, colorScheme] of [[390, "light"], [768, "dark"], [1440, "light"]]) {
  visit(`nothing is amiss for axe, and nothing sticks out, at ${width} in ${colorScheme}`, async (page) => {
    if (width < 721) await page.getByText("New Item").click();
    await makeItem(page, "user_transactions_dynamic");
    await page.evaluate(axe);
    await isFine(page, "Money");
    // What stands around the panels is the same behind every tab.
    for (const tab of ["Login and webhooks", "Faults", "Scripts", "Truth"]) {
      await page.getByRole("tab", { name: tab }).click();
      await isFine(page, tab, "main");
    }
  }, { viewport: { width, height: 900 }, colorScheme });
}
