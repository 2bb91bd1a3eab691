// One journey: a fresh page on the host's origin, Link driven by role and name, and two rules that always hold:
// nothing beyond this machine is asked for, and no script fails.

import assert from "node:assert/strict";
import { createLinkToken } from "./emulator.js";
import { Lanes } from "./lanes.js";

const PATIENCE_MS = 30_000;

/** Every journey that was told of, in order; run.test.js runs them. */
export const journeys = [];

const lanes = new Lanes();

/** Tell of a journey; `looks` are a viewport and a colour scheme. */
export function journey(name, walk, looks = {}) {
  journeys.push({ name, walk, looks });
}

export function open() {
  return lanes.open(PATIENCE_MS);
}

export function close() {
  return lanes.close();
}

export async function run({ walk, looks }) {
  const lane = await lanes.borrow(looks);
  let isSound = false;
  try {
    await walk(new Visit(lane.page));
    assert.deepEqual(lane.complaints, []);
    isSound = true;
  } finally {
    await lanes.giveBack(lane, isSound);
  }
}

/** Ask again until there is an answer. */
export async function until(ask) {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no answer came in time");
}

/** A person in front of the page. */
class Visit {
  /** `link` is where the dialog is: in a frame, or the page itself. */
  constructor(page, link = page.frameLocator("iframe[src*='link.html']")) {
    this.page = page;
    this.frames = page.locator("iframe");
    this.link = link;
  }

  /** Come to the page that uses Link; `flags` are strict, live, embedded. */
  async arrive({ token, ...flags } = {}) {
    const address = new URL(lanes.host.address);
    address.searchParams.set("token", token ?? (await createLinkToken()));
    for (const [flag, isSet] of Object.entries(flags)) {
      if (isSet) address.searchParams.set(flag, "");
    }
    await this.page.goto(address.href);
  }

  /** Come, open Link with a token made of these details, and say yes to the first pane. */
  async begin(details = {}) {
    await this.arrive({ token: await createLinkToken(details) });
    await this.open();
    if (!details.access_token) await this.press("Continue");
  }

  /** Where the bank is to send the browser back to. */
  get returnAddress() {
    return `${lanes.host.address}/return`;
  }

  async open() {
    await this.page.getByRole("button", { name: "Connect a bank" }).click();
  }

  async press(name, role = "button") {
    await this.link.getByRole(role, { name }).click();
  }

  /** For a short name that stands in longer ones too. */
  async pressExactly(name) {
    await this.link.getByRole("button", { name, exact: true }).click();
  }

  /** The names of the accounts that are ticked. */
  async ticked() {
    const rows = this.link.getByRole("listitem").filter({ has: this.link.locator("input:checked") });
    return (await rows.allInnerTexts()).map((text) => text.split("\n")[0]);
  }

  heading(name) {
    return this.link.getByRole("heading", { level: 1, name });
  }

  async chooseBank(name) {
    await this.press("Continue");
    await this.findBank(name);
  }

  async findBank(name) {
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

  async finish() {
    await this.press(/Continue with/);
    await this.press("Finish");
  }

  /** Press what opens the bank's own window and answer a visit to it. */
  async openBank(button) {
    const [popup] = await Promise.all([this.page.context().waitForEvent("page"), this.press(button)]);
    return new Visit(popup, popup);
  }

  /** The same page, when the whole of it has gone to the bank. */
  atBank() {
    return new Visit(this.page, this.page);
  }

  /** Walk through the bank's own page: `failure` as its drop-down names it. */
  async consentAtBank({ failure = "", decision = "Allow" } = {}) {
    await this.press("Sign in");
    await this.heading(/Share accounts with/).waitFor();
    if (failure) await this.link.getByLabel(/What happens/).selectOption(failure);
    await this.press(decision);
  }

  /** Wait until the page's callback has been called and answer what it got. */
  async called(name) {
    const found = await this.page.waitForFunction((wanted) => window.calls.find((call) => call.name === wanted)?.values, name);
    return found.jsonValue();
  }

  async calls() {
    return this.page.evaluate(() => window.calls);
  }

  async eventNames() {
    return (await this.calls()).filter((call) => call.name === "onEvent").map(({ values: [name] }) => name);
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
