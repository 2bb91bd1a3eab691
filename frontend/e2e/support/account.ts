/** An account with a password, and the letters that come to it. */
import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";

export const PASSWORD = "correct horse battery";

/** Sign up as somebody new; `at` is where Saldo is opened, when not at its usual address. */
export async function signUp(page: Page, at = "", name = "ida"): Promise<string> {
  const email = `${name}-${Date.now()}@example.com`;
  await page.goto(`${at}/sign-up`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  return email;
}

/** Sign up in a browser of one's own, for journeys of several people. */
export async function arrive(browser: Browser, name: string): Promise<{ page: Page; email: string }> {
  const page = await (await browser.newContext()).newPage();
  return { page, email: await signUp(page, "", name) };
}

export async function tryToEnter(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Signed in as/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
}

/** The newest letter to an address with this subject, as it stands in the outbox. */
export async function findLetter(page: Page, email: string, subject: string) {
  await page.goto("/outbox");
  return page.getByRole("region", { name: subject }).filter({ hasText: email }).first();
}

/** Follow the link of the newest letter. */
export async function openLetter(page: Page, email: string, subject: string): Promise<void> {
  await (await findLetter(page, email, subject)).getByRole("link").click();
}

/** The six digits of the newest letter. */
export async function codeFromLetter(page: Page, email: string): Promise<string> {
  const words = (await (await findLetter(page, email, "Your code for Saldo")).textContent()) ?? "";
  return /code is (\d{6})/.exec(words)?.[1] ?? "";
}

export async function elsewhere(page: Page): Promise<{ context: BrowserContext; other: Page }> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("There is no browser to open a second window in.");
  const context = await browser.newContext();
  return { context, other: await context.newPage() };
}
