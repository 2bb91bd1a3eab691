// Pictures of every pane at three widths, light and dark: `npm run screens -- FOLDER`. For eyes, not for asserts.

import { mkdir } from "node:fs/promises";
import { launchBrowser } from "./support/browser.js";
import { createBrokenItem, createLinkToken, emulator } from "./support/emulator.js";
import { startHost } from "./support/host.js";

const SIZES = [[320, 640], [390, 844], [768, 1024], [1440, 900]];
const folder = process.argv[2] ?? "screens";

async function signIn(frame, username, password) {
  await frame.getByLabel("User name").fill(username);
  await frame.getByLabel("Password", { exact: true }).fill(password);
  await frame.getByRole("button", { name: "Sign in" }).click();
}

async function openBank(page, address, token, bank = "First Platypus Bank") {
  await page.goto(`${address}/?token=${token}`);
  await page.getByRole("button", { name: "Connect a bank" }).click();
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Continue" }).click();
  await frame.getByRole("button", { name: bank, exact: false }).first().click();
  await frame.getByLabel("User name").waitFor();
  return frame;
}

async function photograph(page, address, shoot) {
  const token = await createLinkToken();
  await page.goto(`${address}/?token=${token}`);
  await page.getByRole("button", { name: "Connect a bank" }).click();
  let frame = page.frameLocator("iframe");
  await frame.getByRole("heading", { name: "Connect Saldo" }).waitFor();
  await shoot("01-consent");
  await frame.getByRole("button", { name: "Continue" }).click();
  await frame.getByRole("heading", { name: "Select your bank" }).waitFor();
  await shoot("02-institutions");
  await frame.getByRole("searchbox").fill("xyz");
  await frame.getByText("No bank matches").waitFor();
  await shoot("03-nothing-found");
  await frame.getByRole("searchbox").fill("");
  await frame.getByRole("button", { name: "Maple Street Bank" }).click();
  await frame.getByLabel("User name").waitFor();
  await shoot("04-credential");
  await signIn(frame, "user_good", "wrong");
  await frame.getByRole("alert").waitFor();
  await shoot("05-wrong-password");
  await signIn(frame, "user_good", "pass_good");
  await frame.getByRole("heading", { name: /Signing in/ }).waitFor();
  await shoot("06-loading");
  await frame.getByRole("heading", { name: "Choose accounts" }).waitFor();
  await shoot("07-accounts");
  await frame.getByRole("button", { name: "Close" }).click();
  await frame.getByRole("alertdialog").waitFor();
  await shoot("08-leave");
  await frame.getByRole("button", { name: "Keep going" }).click();
  await frame.getByRole("button", { name: /Continue with/ }).click();
  await frame.getByRole("button", { name: "Finish" }).waitFor();
  await page.waitForTimeout(600);
  await shoot("09-connected");
  for (const [name, password] of [["10-device", "mfa_device"], ["11-questions", "mfa_questions_1_2"], ["12-selections", "mfa_selections"], ["13-error", "error_ITEM_LOCKED"]]) {
    frame = await openBank(page, address, token);
    await signIn(frame, "user_good", password);
    await frame.getByRole("button", { name: /Continue|Choose another bank|Try again/ }).waitFor();
    await shoot(name);
  }
  frame = await openBank(page, address, token, "Maple Street Bank");
  await frame.getByRole("button", { name: /user_maple_household/ }).click();
  await shoot("16-hint-used");
  await frame.getByRole("button", { name: "Sign in" }).click();
  await frame.getByRole("heading", { name: "Choose accounts" }).waitFor();
  await shoot("17-household");
  await page.goto(`${address}/?token=link-sandbox-expired`);
  await page.getByRole("button", { name: "Connect a bank" }).click();
  await page.frameLocator("iframe").getByRole("heading", { name: "This link has expired" }).waitFor();
  await shoot("14-expired");
  const update = await createLinkToken({ access_token: await createBrokenItem() });
  await page.goto(`${address}/?token=${update}`);
  await page.getByRole("button", { name: "Connect a bank" }).click();
  await page.frameLocator("iframe").getByLabel("User name").waitFor();
  await shoot("15-update-mode");
}

await mkdir(folder, { recursive: true });
const host = await startHost(emulator);
const browser = await launchBrowser();
for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of SIZES) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    const shoot = async (name) => {
      if (!name.startsWith("06")) await page.waitForTimeout(260);
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
    };
    await photograph(page, host.address, shoot);
    await page.close();
    console.log(`${width} ${colorScheme}`);
  }
}
await browser.close();
await host.stop();
