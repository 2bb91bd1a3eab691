/** Teaching Saldo: a correction, the inbox, a rule, and the way back from each. */
import { expect, type Page, test } from "@playwright/test";
import { type Bank, openBank } from "./support/bank";
import { choose } from "./support/choose";
import { enterAsDeveloper, linkBank } from "./support/person";

// No word in it says anything: a text that stays unsure whatever the categoriser learns.
const PAYMENT = "ZXQV HOLDINGS 4471";

async function arrive(page: Page, bank: Bank): Promise<string> {
  const before = new Set((await bank.items()).map((item) => item.item_id));
  await linkBank(page);
  await expect(page.getByText("Everything has arrived")).toBeVisible({ timeout: 60_000 });
  const item = (await bank.items()).find(({ item_id }) => !before.has(item_id));
  return item?.item_id ?? "";
}

test("one answer settles a merchant, teaches, and can be taken back", async ({ context, request }) => {
  const bank = await openBank(request);
  const page = await enterAsDeveloper(context, "teaching");
  const itemId = await arrive(page, bank);

  await page.goto("/review");
  await bank.spend(itemId, PAYMENT, 31.25);
  const card = page.getByRole("article").filter({ hasText: "ZXQV" });
  await expect(card).toBeVisible({ timeout: 15_000 });
  await card.focus();
  await page.keyboard.press("c");
  await choose(card.getByRole("combobox", { name: "Another category" }), "Hardware");
  await expect(card).toHaveCount(0);
  const notice = page.getByRole("alertdialog").filter({ hasText: "and all that follow" });
  await expect(notice).toBeVisible();

  await bank.spend(itemId, PAYMENT, 12.5);
  await page.goto("/transactions?search=ZXQV");
  const later = page.getByRole("row").filter({ hasText: "12.50" });
  await expect(later.getByText(/hardware/i).last()).toBeVisible({ timeout: 15_000 });

  await page.goto("/rules");
  const change = page.getByRole("listitem").filter({ hasText: "1 transaction" }).first();
  await change.getByRole("button", { name: /^Take back/ }).click();
  await expect(page.getByText("1 transaction is as before")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Forget/ })).toHaveCount(0);
});

test("a rule shows what it will do, does it, and is undone", async ({ context, request }) => {
  const bank = await openBank(request);
  const page = await enterAsDeveloper(context, "ruling");
  await arrive(page, bank);

  await page.goto("/rules");
  await page.getByRole("button", { name: "New rule" }).click();
  const dialog = page.getByRole("dialog", { name: "New rule" });
  await dialog.getByLabel("Name", { exact: true }).fill("Pay");
  await dialog.getByLabel("The bank's text has").fill("payroll");
  await dialog.getByLabel("Add tags").fill("work");
  const preview = dialog.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText(/\d+ transactions match/);
  const matched = Number(((await preview.textContent()) ?? "").match(/(\d+) transactions match/)?.[1]);
  expect(matched).toBeGreaterThan(10);
  await dialog.getByRole("button", { name: "Save rule" }).click();

  await page.getByRole("button", { name: "Apply Pay to the past" }).click();
  await page.getByRole("button", { name: `Change ${matched} transactions` }).click();
  const notice = page.getByRole("alertdialog").filter({ hasText: `${matched} transactions changed` });
  await notice.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Taken back").first()).toBeVisible();
});
