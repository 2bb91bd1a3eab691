/** A page that was away shows, when it is back, what a fresh load would show. */
import { expect, test } from "@playwright/test";
import { openBank } from "./support/bank";
import { enterAsDeveloper, linkBank, tokenOf } from "./support/person";

test("a page that lost its network catches up without a reload", async ({ context, request }) => {
  const bank = await openBank(request);
  const page = await enterAsDeveloper(context, "away");
  const before = new Set((await bank.items()).map((item) => item.item_id));
  await linkBank(page, { bank: "First Platypus Bank", user: "user_transactions_dynamic", password: "any" });
  const item = (await bank.items()).find(({ item_id }) => !before.has(item_id));
  await expect(page.getByText("History is here")).toBeVisible({ timeout: 60_000 });
  await page.getByRole("link", { name: "Transactions" }).first().click();
  await expect(page.getByRole("grid", { name: "Transactions" })).toBeVisible();

  await context.setOffline(true);
  await bank.spend(item?.item_id ?? "", "FERRY TICKET OFFICE", 17.25);
  // Time for the bank's news to reach the server while nobody listens.
  await expect
    .poll(async () => countRows(await request.get("/api/transactions?search=ferry", bearer("away"))))
    .toBe(1);
  const row = page.getByRole("row").filter({ hasText: /ferry/i }).filter({ hasText: "17.25" });
  await expect(row).toHaveCount(0);
  await context.setOffline(false);

  await expect(row).toBeVisible({ timeout: 35_000 });
});

test("the list stays where it is when a row arrives above it", async ({ context, request }) => {
  const bank = await openBank(request);
  const page = await enterAsDeveloper(context, "reading");
  const before = new Set((await bank.items()).map((item) => item.item_id));
  await linkBank(page);
  const item = (await bank.items()).find(({ item_id }) => !before.has(item_id));
  await expect(page.getByText("History is here")).toBeVisible({ timeout: 60_000 });
  await page.goto("/transactions");
  await expect(page.getByRole("row").nth(5)).toBeVisible();
  await page.mouse.wheel(0, 1_500);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(1_000);
  const rows = page.getByRole("row");
  expect(await rows.count()).toBeLessThan(60);
  const middle = page.locator("[data-row]").nth(12);
  const id = await middle.getAttribute("data-row");
  const place = await middle.evaluate((row) => row.getBoundingClientRect().top);

  await bank.spend(item?.item_id ?? "", "FERRY TICKET OFFICE", 17.25);
  await expect(page.getByRole("button", { name: /^\d+ new$/ })).toBeVisible();

  const after = await page.locator(`[data-row="${id}"]`).evaluate((row) => row.getBoundingClientRect().top);
  expect(Math.abs(after - place)).toBeLessThan(3);
});

function bearer(name: string) {
  return { headers: { Authorization: `Bearer ${tokenOf(name)}` } };
}

async function countRows(answer: { json: () => Promise<{ data: unknown[] }> }): Promise<number> {
  return (await answer.json()).data.length;
}
