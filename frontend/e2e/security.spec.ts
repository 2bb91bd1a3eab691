/** Keeping an account one's own: letters, a second step, lost phones, devices left behind. */
import { expect, test } from "@playwright/test";
import { codeFromLetter, elsewhere, openLetter, signOut, signUp, tryToEnter } from "./support/account";
import { codeOf } from "./support/authenticator";

test("the letter of a sign-up confirms the address, and another opens the way back in", async ({ page }) => {
  const email = await signUp(page);
  await page.getByRole("link", { name: "Open the outbox" }).click();
  await openLetter(page, email, "Confirm your e-mail address");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("link", { name: "Go to Saldo" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Confirm your e-mail address" })).toHaveCount(0);

  await signOut(page);
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
  await page.getByRole("textbox", { name: "Code" }).fill(codeOf(secret.replaceAll(" ", "")));
  await page.getByRole("button", { name: "Switch on" }).click();
  const codes = page.getByRole("dialog", { name: "Your backup codes" });
  const backupCode = (await codes.getByRole("listitem").first().textContent()) ?? "";
  await codes.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 backup codes are left")).toBeVisible();

  const { context, other } = await elsewhere(page);
  await tryToEnter(other, email);
  await other.getByRole("textbox", { name: "Code" }).fill(backupCode);
  await other.getByRole("button", { name: "Continue" }).click();
  await expect(other.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await context.close();
});

test("a code by e-mail is the second step of someone without an app", async ({ page }) => {
  const email = await signUp(page);
  await openLetter(page, email, "Confirm your e-mail address");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("link", { name: "Go to Saldo" }).click();
  await page.goto("/security");
  await page.getByRole("button", { name: "Switch e-mail codes on" }).click();
  await expect(page.getByRole("button", { name: "Switch e-mail codes off" })).toBeVisible();

  const { context, other } = await elsewhere(page);
  await tryToEnter(other, email);
  await other.getByRole("button", { name: "Send a code to my e-mail address" }).click();
  await expect(other.getByText("A code is on its way.")).toBeVisible();
  await other.getByRole("textbox", { name: "Code" }).fill(await codeFromLetter(page, email));
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
