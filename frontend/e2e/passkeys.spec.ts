/** Passkeys, with a device of Chromium's own: made, used to come in, named, removed. */
import { expect, type Page, test } from "@playwright/test";
import { signOut, signUp } from "./support/account";
import { isClean } from "./support/clean";

/** Browsers keep passkeys for names: the Saldo under test answers at this machine's name too. */
function atItsName(baseURL: string | undefined): string {
  return (baseURL ?? "").replace("127.0.0.1", "localhost");
}

/** Give the browser a device with a fingerprint that is always right: touched whenever a page asks. */
async function haveDevice(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("WebAuthn.enable");
  await browser.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** A browser that opens no list of passkeys under a field: its person has to press the button. */
async function haveNoList(page: Page): Promise<void> {
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
}

async function makePasskey(page: Page, home: string): Promise<void> {
  await haveDevice(page);
  await signUp(page, home);
  await page.goto(`${home}/security`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Journey's key");
  await page.getByRole("button", { name: "Make passkey" }).click();
  await expect(page.getByText("not used yet")).toBeVisible();
  await isClean(page, "security with a passkey");
}

test("a passkey is made, and signs in at a press", async ({ page, baseURL }) => {
  await haveNoList(page);
  await makePasskey(page, atItsName(baseURL));

  await signOut(page);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();

  // Back at the page that was left.
  await expect(page.getByText("You signed in with a passkey")).toBeVisible();
});

test("a passkey signs in from the browser's list, is renamed and removed", async ({ page, baseURL }) => {
  await makePasskey(page, atItsName(baseURL));

  // The device answers the list as soon as the page has opened one: nothing is pressed.
  await page.getByRole("button", { name: /^Signed in as/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You signed in with a passkey")).toBeVisible();

  await page.getByRole("button", { name: "Rename Journey's key" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Old key");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await page.getByRole("button", { name: "Remove Old key" }).click();
  await expect(page.getByText("Old key signs nobody in any more")).toBeVisible();
});

test("the page says where passkeys work, when it is not here", async ({ page, baseURL }) => {
  await page.goto("/sign-in");

  const link = page.getByRole("link", { name: /^localhost/ });
  await expect(link).toHaveAttribute("href", `${atItsName(baseURL)}/sign-in`);
  await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toBeDisabled();
  await isClean(page, "signing in at a number");
});
