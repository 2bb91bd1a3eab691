// Pictures of every pane, light and dark: `npm run screens -- FOLDER [WIDTH...]`. For eyes, not for asserts.

import { mkdir } from "node:fs/promises";
import { launchBrowser } from "./support/browser.js";
import { createBrokenItem, createLinkToken, emulator, linkTokenFor } from "./support/emulator.js";
import { startHost } from "./support/host.js";

const HEIGHTS = { 320: 640, 390: 844, 768: 1024, 1440: 900 };
const [folder = "screens", ...widths] = process.argv.slice(2);
const PLATYPUS = "First Platypus Bank";
const OAUTH = "Platypus OAuth Bank";

/** Somebody with a camera in front of a page. */
class Camera {
  constructor(page, address, suffix) {
    Object.assign(this, { page, address, suffix, link: page.frameLocator("iframe[src*='link.html']") });
  }

  async shoot(name, page = this.page) {
    // Arriving panes move for a moment.
    await page.waitForTimeout(name.includes("connected") ? 600 : 260);
    await page.screenshot({ path: `${folder}/${name}-${this.suffix}.png` });
  }

  async open(details = {}) {
    await this.page.goto(`${this.address}/?token=${await createLinkToken(details)}`);
    await this.page.getByRole("button", { name: "Connect a bank" }).click();
    await this.link.getByRole("heading", { level: 1 }).filter({ hasNotText: "Opening" }).waitFor();
  }

  press(name) {
    return this.link.getByRole("button", { name }).first().click();
  }

  see(name) {
    return this.link.getByRole("heading", { level: 1, name }).waitFor();
  }

  async openBank(bank = PLATYPUS, details = {}) {
    await this.open(details);
    await this.press("Continue");
    await this.link.getByRole("searchbox").fill(bank);
    await this.press(bank);
  }

  async signIn(username, password) {
    await this.link.getByLabel("User name").fill(username);
    await this.link.getByLabel("Password", { exact: true }).fill(password);
    await this.press("Sign in");
  }
}

async function credentials(camera) {
  await camera.open();
  await camera.shoot("01-consent");
  await camera.press("Continue");
  await camera.see("Select your bank");
  await camera.shoot("02-institutions");
  await camera.link.getByRole("searchbox").fill("xyz");
  await camera.link.getByText("No bank matches").waitFor();
  await camera.shoot("03-nothing-found");
  await camera.link.getByRole("searchbox").fill("unhealthy");
  await camera.link.getByRole("button", { name: /Degraded/ }).waitFor();
  await camera.shoot("04-unhealthy");
  await camera.press(/Degraded/);
  await camera.see(/Sign in/);
  await camera.shoot("05-degraded");
  await camera.openBank("Maple Street Bank");
  await camera.see(/Sign in/);
  await camera.shoot("06-credential");
  await camera.signIn("user_good", "wrong");
  await camera.link.getByRole("alert").waitFor();
  await camera.shoot("07-wrong-password");
  await camera.signIn("user_good", "pass_good");
  await camera.see(/Signing in/);
  await camera.shoot("08-loading");
  await camera.see("Choose accounts");
  await camera.shoot("09-accounts");
  await camera.press("Close");
  await camera.link.getByRole("alertdialog").waitFor();
  await camera.shoot("10-leave");
  await camera.press("Keep going");
  await camera.press(/Continue with/);
  await camera.see(/connected/);
  await camera.shoot("11-connected");
}

async function questions(camera) {
  for (const [name, password, title] of [
    ["12-device", "mfa_device", /Where/],
    ["13-questions", "mfa_questions_1_2", /questions/],
    ["14-selections", "mfa_selections", /check/],
    ["15-recaptcha", '{"recaptcha":"good"}', /check/],
    ["16-error", "error_ITEM_LOCKED", /locked/],
  ]) {
    await camera.openBank();
    await camera.signIn("user_good", password);
    await camera.see(title);
    await camera.shoot(name);
  }
  await camera.link.getByText("Details").click();
  await camera.shoot("17-error-details");
}

async function oauth(camera) {
  await camera.openBank(OAUTH);
  await camera.see(/Sign in/);
  await camera.shoot("20-oauth");
  const [bank] = await Promise.all([camera.page.context().waitForEvent("page"), camera.press(`Continue to ${OAUTH}`)]);
  await bank.getByRole("heading", { name: "Sign in" }).waitFor();
  await camera.shoot("21-bank-sign-in", bank);
  await camera.shoot("22-oauth-waiting");
  await bank.getByRole("button", { name: "Sign in" }).click();
  await bank.getByRole("heading", { name: /Share/ }).waitFor();
  await camera.shoot("23-bank-consent", bank);
  await bank.close();
  await camera.see(/closed/);
  await camera.shoot("24-oauth-closed");
}

async function phone(camera) {
  await camera.open({ link_customization_name: "returning_user" });
  await camera.press("Continue");
  await camera.see("Been here before?");
  await camera.shoot("30-phone");
  await camera.link.getByLabel("Phone number").fill("415-555-0012");
  await camera.link.getByRole("button", { name: "Continue", exact: true }).click();
  await camera.see("Enter the code");
  await camera.shoot("31-passcode");
  await camera.link.getByRole("textbox", { name: "Code" }).fill("123456");
  await camera.link.getByRole("button", { name: "Continue", exact: true }).click();
  await camera.see("Welcome back");
  await camera.shoot("32-saved");
}

async function selection(camera) {
  await camera.openBank(PLATYPUS, { link_customization_name: "single", enable_multi_item_link: true });
  await camera.signIn("user_good", "pass_good");
  await camera.see("Choose an account");
  await camera.shoot("40-single");
  await camera.link.getByRole("radio").first().click();
  await camera.press(/Continue with/);
  await camera.see(/connected/);
  await camera.shoot("41-connected-several");
  const access_token = await createBrokenItem();
  await camera.open({ access_token });
  await camera.shoot("42-update-mode");
  await camera.open({ access_token, update: { account_selection_enabled: true } });
  await camera.signIn("user_good", "pass_good");
  await camera.see("Choose accounts");
  await camera.shoot("43-update-accounts");
}

async function elsewhere(camera) {
  const { page, address } = camera;
  await page.goto(`${address}/?token=link-sandbox-00000000-0000-0000-0000-000000000000`);
  await page.getByRole("button", { name: "Connect a bank" }).click();
  await camera.see(/expired/);
  await camera.shoot("50-expired");
  await page.goto(`${address}/?embedded&token=${await createLinkToken()}`);
  await page.frameLocator("iframe").getByRole("button").first().waitFor();
  await camera.shoot("51-embedded");
  const { hosted_link_url: hosted } = await linkTokenFor({ hosted_link: {} });
  await page.goto(hosted);
  await page.getByRole("heading", { name: "Connect Saldo" }).waitFor();
  await camera.shoot("52-hosted");
  await page.goto(`${emulator}/link/oauth?state_id=none`);
  await page.getByRole("heading", { name: /no longer/ }).waitFor();
  await camera.shoot("53-bank-over");
}

await mkdir(folder, { recursive: true });
const host = await startHost(emulator);
const browser = await launchBrowser();
for (const colorScheme of ["light", "dark"]) {
  for (const width of widths.length > 0 ? widths.map(Number) : Object.keys(HEIGHTS).map(Number)) {
    const context = await browser.newContext({ viewport: { width, height: HEIGHTS[width] ?? 900 }, colorScheme });
    const camera = new Camera(await context.newPage(), host.address, `${width}-${colorScheme}`);
    for (const walk of [credentials, questions, oauth, phone, selection, elsewhere]) await walk(camera);
    await context.close();
    console.log(`${width} ${colorScheme}`);
  }
}
await browser.close();
await host.stop();
