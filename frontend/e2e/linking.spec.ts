/** The main journey: link the household's bank and watch it arrive, in this browser and in one that is already open. */
import { expect, test } from "@playwright/test";
import { openBank } from "./support/bank";
import { enterAsDeveloper, linkBank, openBankDialog, signInAtBank } from "./support/person";

test("a linked bank arrives live, here and in a second browser", async ({ browser, request }) => {
  const bank = await openBank(request);
  const [one, other] = await Promise.all([browser.newContext(), browser.newContext()]);
  const page = await enterAsDeveloper(one, "linking");
  const watcher = await enterAsDeveloper(other, "linking");
  await expect(watcher.getByRole("link", { name: "Link a bank" }).first()).toBeVisible();
  const before = new Set((await bank.items()).map((item) => item.item_id));

  await linkBank(page);
  const linkedAt = Date.now();

  await expect(page.getByText("Everything has arrived")).toBeVisible({ timeout: 60_000 });
  test
    .info()
    .annotations.push({ type: "arrived and categorised after", description: `${Date.now() - linkedAt} ms` });
  const item = (await bank.items()).find(({ item_id }) => !before.has(item_id));
  const itemId = item?.item_id ?? "";
  const truth = await bank.countTransactions(itemId);
  expect(truth).toBeGreaterThan(2_000);
  await expect(page.getByText(`${truth.toLocaleString()} of ${truth.toLocaleString()}`)).toBeVisible();
  // The other browser was never reloaded.
  await expect(watcher.getByRole("treeitem", { name: /Maple Rewards Visa/ })).toBeVisible();

  await Promise.all([
    page.goto("/transactions"),
    watcher.getByRole("link", { name: "Transactions" }).first().click(),
  ]);
  await expect(watcher.getByRole("grid", { name: "Transactions" })).toBeVisible();
  await expect(page.getByRole("grid", { name: "Transactions" })).toBeVisible();
  await bank.spend(itemId, "SQ *BLUE BOTTLE COFFEE OAKLAND CA", 6.5);
  const spentAt = Date.now();
  for (const view of [page, watcher]) {
    const row = view
      .getByRole("row")
      .filter({ hasText: /blue bottle/i })
      .filter({ hasText: "6.50" });
    await expect(row).toBeVisible({ timeout: 2_000 });
    test.info().annotations.push({ type: "new row shown after", description: `${Date.now() - spentAt} ms` });
    await expect(row.getByText(/coffee/i).last()).toBeVisible({ timeout: 5_000 - (Date.now() - spentAt) });
  }
});

test("a bank with a sign-in page of its own is linked through its window, its accounts chosen anew", async ({
  context,
}) => {
  const page = await enterAsDeveloper(context, "oauth");
  await openBankDialog(page);
  const dialog = page.frameLocator("iframe");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByRole("searchbox", { name: "Search for your bank" }).fill("Platypus OAuth Bank");
  await dialog.getByRole("button", { name: "Platypus OAuth Bank" }).click();

  const visitBank = async (untick: string | null) => {
    const [bank] = await Promise.all([
      context.waitForEvent("page"),
      dialog.getByRole("button", { name: "Continue to Platypus OAuth Bank" }).click(),
    ]);
    await bank.getByRole("button", { name: "Sign in" }).click();
    if (untick !== null) await bank.getByRole("checkbox", { name: untick }).click();
    await bank.getByRole("button", { name: "Allow" }).click();
    await dialog.getByRole("button", { name: "Finish" }).click();
    expect(bank.isClosed()).toBe(true);
  };
  await visitBank(null);
  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { name: "Platypus OAuth Bank", level: 1 })).toBeVisible();
  await expect(page.getByText("Everything has arrived")).toBeVisible({ timeout: 60_000 });

  await page.getByRole("button", { name: "Choose accounts" }).click();
  await visitBank("Plaid Saving");

  const accounts = page.getByRole("region", { name: "Accounts" });
  await expect(accounts.getByRole("link", { name: /Plaid Saving/ })).toContainText("no longer shared");
  await expect(accounts.getByText("no longer shared")).toHaveCount(1);
});

test("the same bank cannot be linked twice by mistake", async ({ context }) => {
  const page = await enterAsDeveloper(context, "twice");
  await linkBank(page);
  await expect(page.getByText(/accounts? found/)).toBeVisible();

  await openBankDialog(page);
  await signInAtBank(page);

  await expect(page.getByRole("alert")).toContainText(/already/i);
});

test("a broken login is mended in the page, and nothing is lost", async ({ context, request }) => {
  const bank = await openBank(request);
  const page = await enterAsDeveloper(context, "mending");
  const before = new Set((await bank.items()).map((item) => item.item_id));
  await linkBank(page, { bank: "First Platypus Bank", user: "user_good", password: "pass_good" });
  const item = (await bank.items()).find(({ item_id }) => !before.has(item_id));
  await expect(page.getByText("Everything has arrived")).toBeVisible({ timeout: 60_000 });

  await bank.breakLogin(item?.item_id ?? "");
  await expect(page.getByRole("heading", { name: "Your bank wants you to sign in again" })).toBeVisible();
  await page.goto("/sync");
  await expect(page.getByText("Nothing can be synced before you sign in again.")).toBeVisible();
  await page.getByRole("link", { name: "Sign in again", exact: true }).click();
  await page.getByRole("button", { name: /^Sign in at/ }).click();
  const dialog = page.frameLocator("iframe");
  await dialog.getByLabel("User name").fill("user_good");
  await dialog.getByLabel("Password", { exact: true }).fill("pass_good");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.getByRole("button", { name: "Finish" }).click();

  await expect(page.getByText("Up to date").first()).toBeVisible();
});
