/** A bank is disconnected with its history kept, then linked again: the plan first, and the accounts go on. */
import { expect, test } from "@playwright/test";
import { isClean } from "./support/clean";
import { enterAsDeveloper, linkBank, openBankDialog, signInAtBank } from "./support/person";

const LOGIN = { bank: "First Platypus Bank", user: "user_good", password: "pass_good" };

test("a bank that comes back goes on with its accounts and their history", async ({ context }) => {
  const page = await enterAsDeveloper(context, "relinking");
  await linkBank(page, LOGIN);
  await expect(page.getByText("Everything has arrived")).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Receipt" }).first().click();
  await expect(page.getByText("The seal fits")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  const checking = page.getByRole("main").getByRole("link", { name: /Plaid Checking/ });
  const account = (await checking.getAttribute("href")) ?? "";

  await page.getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByRole("radio", { name: /Keep the history/ })).toBeChecked();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByRole("link", { name: /First Platypus Bank.*Disconnected/ })).toBeVisible();
  await page.goto(account);
  await expect(page.getByText(/no longer shared/)).toBeVisible();

  await openBankDialog(page);
  await signInAtBank(page, LOGIN);
  await expect(page.getByRole("heading", { name: "First Platypus Bank was here before" })).toBeVisible();
  await expect(page.getByText("Not here before")).toHaveCount(0);
  await isClean(page, "the plan");
  await page.getByRole("button", { name: "Link it so" }).click();
  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}/);
  const connection = page.url();

  await page.goto(account);
  await expect(page.getByRole("button", { name: /Sync now|Syncing/ })).toBeVisible();
  await expect(page.getByText(/no longer shared/)).toHaveCount(0);
  await expect(page.getByText("Ledger and bank agree", { exact: true }).first()).toBeVisible({
    timeout: 20_000,
  });

  // It was another account after all: the old one is history again, the bank's own begins beside it.
  await page.goto(connection);
  await page.getByRole("button", { name: "Take back for Plaid Checking" }).click();
  await isClean(page, "the question");
  await page.getByRole("button", { name: "Make them two" }).click();
  await expect(page.getByText("They are two accounts again")).toBeVisible();
  await expect(checking).not.toHaveAttribute("href", account);
  await page.goto(account);
  await expect(page.getByText(/no longer shared/)).toBeVisible();
});
