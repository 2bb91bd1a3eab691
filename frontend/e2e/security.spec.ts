/** Keeping an account one's own: letters, a second step, lost phones, devices left behind. */
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { codeOf } from "./support/authenticator";

const PASSWORD = "correct horse battery";

async function signUp(page: Page): Promise<string> {
  const email = `ida-${Date.now()}@example.com`;
  await page.goto("/sign-up");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  return email;
}

async function tryToEnter(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Follow the link of the newest letter to an address, as it stands in the outbox. */
async function openLetter(page: Page, email: string, subject: string): Promise<void> {
  await page.goto("/outbox");
  const letter = page.getByRole("region", { name: subject }).filter({ hasText: email }).first();
  await letter.getByRole("link").click();
}

async function elsewhere(page: Page): Promise<{ context: BrowserContext; other: Page }> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("There is no browser to open a second window in.");
  const context = await browser.newContext();
  return { context, other: await context.newPage() };
}

test("the letter of a sign-up confirms the address, and another opens the way back in", async ({ page }) => {
  const email = await signUp(page);
  await page.getByRole("link", { name: "Open the outbox" }).click();
  await openLetter(page, email, "Confirm your e-mail address");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("link", { name: "Go to Saldo" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Confirm your e-mail address" })).toHaveCount(0);

  await page.getByRole("button", { name: /^Signed in as/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByRole("link", { name: "Open the outbox" }).click();
  await openLetter(page, email, "Choose a new password");
  await page.getByLabel("New password").fill("a longer staple battery");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("heading", { name: "Your password is changed" })).toBeVisible();
  await tryToEnter(page, email, "a longer staple battery");
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
});

test("a second step is set up in a minute, and a backup code stands in for the phone", async ({ page }) => {
  const email = await signUp(page);
  await page.goto("/security");
  await page.getByRole("button", { name: "Set up" }).click();
  const secret = (await page.locator("code").textContent()) ?? "";
  await page.getByLabel("Code").fill(codeOf(secret.replaceAll(" ", "")));
  await page.getByRole("button", { name: "Switch on" }).click();
  const codes = page.getByRole("dialog", { name: "Your backup codes" });
  const backupCode = (await codes.getByRole("listitem").first().textContent()) ?? "";
  await codes.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 backup codes are left")).toBeVisible();

  const { context, other } = await elsewhere(page);
  await tryToEnter(other, email);
  await other.getByLabel("Code").fill(backupCode);
  await other.getByRole("button", { name: "Continue" }).click();
  await expect(other.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await context.close();
});

test("signing out from afar closes the other browser's live dashboard within two seconds", async ({
  page,
}) => {
  const email = await signUp(page);
  const { context, other } = await elsewhere(page);
  await tryToEnter(other, email);
  await expect(other.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await expect(other.getByRole("button", { name: /^Live/ })).toBeVisible();

  await page.goto("/security");
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();

  await expect(other.getByRole("heading", { name: "Welcome back" })).toBeVisible({ timeout: 2_000 });
  await expect(page.getByText("1 device was signed out")).toBeVisible();
  await context.close();
});
