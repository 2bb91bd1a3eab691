/** What a person does, in words: come in, link a bank through its dialog, look. */
import type { BrowserContext, Page } from "@playwright/test";
import { expect } from "@playwright/test";

export const PERSONA = { bank: "Maple Street Bank", user: "user_maple_household", password: "any" };

const RUN = Date.now().toString(36);

/** Each journey is a person of its own in each run, so that nobody sees another's money. */
export function tokenOf(name: string): string {
  return `dev-mock-token-${name}-${RUN}`;
}

export async function enterAsDeveloper(context: BrowserContext, name: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.evaluate((token) => sessionStorage.setItem("saldo.dev-bypass", token), tokenOf(name));
  await page.goto("/");
  await expect(page.getByRole("navigation").first()).toBeVisible();
  return page;
}

export async function openBankDialog(page: Page): Promise<void> {
  await page.goto("/connections/new");
  await page.getByRole("button", { name: "Choose your bank" }).click();
}

type Login = { bank: string; user: string; password: string };

/** Walk through the bank's dialog with all accounts kept. */
export async function signInAtBank(page: Page, { bank, user, password }: Login = PERSONA): Promise<void> {
  const dialog = page.frameLocator("iframe");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByRole("searchbox", { name: "Search for your bank" }).fill(bank);
  await dialog.getByRole("button", { name: bank }).click();
  await dialog.getByLabel("User name").fill(user);
  await dialog.getByLabel("Password", { exact: true }).fill(password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.getByRole("button", { name: /^Continue with/ }).click();
  await dialog.getByRole("button", { name: "Finish" }).click();
}

export async function linkBank(page: Page, login: Login = PERSONA): Promise<void> {
  await openBankDialog(page);
  await signInAtBank(page, login);
  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}/);
}
