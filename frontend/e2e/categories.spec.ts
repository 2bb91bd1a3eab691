/** Categories of one's own: made, taught, seen live beside, merged with all that is filed there, and brought back. */
import { expect, type Page, test } from "@playwright/test";
import { choose } from "./support/choose";
import { isClean } from "./support/clean";
import { enterAsDeveloper, linkBank } from "./support/person";

const LOGIN = { bank: "First Platypus Bank", user: "user_good", password: "pass_good" };

async function add(page: Page, group: string, name: string): Promise<void> {
  await page.goto("/categories");
  await page.getByRole("button", { name: "New category" }).click();
  const dialog = page.getByRole("dialog", { name: "New category" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Under" }).click();
  await page.getByRole("option", { name: group }).click();
  await dialog.getByRole("radio", { name: "Rose" }).click({ force: true });
  await dialog.getByRole("radio", { name: "utensils" }).click({ force: true });
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog).toHaveCount(0);
}

test("a category of one's own is taught, merged and brought back", async ({ context }) => {
  test.setTimeout(150_000);
  const page = await enterAsDeveloper(context, "filing");
  await linkBank(page, LOGIN);
  await expect(page.getByText("Everything has arrived")).toBeVisible({ timeout: 60_000 });
  const beside = await enterAsDeveloper(context, "filing");
  await beside.goto("/categories");

  await add(page, "Food & drink", "Office lunches");
  await expect(beside.getByText("1 of yours")).toBeVisible();
  await beside.getByRole("row", { name: "Food & drink" }).click();
  await isClean(page, "categories");

  await page.goto("/transactions?search=Starbucks");
  await page.locator("[data-row]").first().click();
  const drawer = page.getByRole("dialog", { name: "Transaction" });
  await choose(page.getByRole("combobox", { name: "Category" }), "Food & drink: Office lunches");
  await expect(drawer.getByText(/is “Office lunches”/)).toBeVisible();
  const filed = beside.getByRole("row", { name: "Office lunches" });
  await expect(filed.getByRole("gridcell").nth(1)).toHaveText("1");

  await filed.focus();
  await beside.keyboard.press("m");
  await choose(beside.getByRole("combobox", { name: "Merge into" }), "Food & drink: Restaurants");
  await beside.getByRole("dialog").getByRole("button", { name: "Merge", exact: true }).click();
  await expect(filed).toHaveCount(0);
  await expect(drawer.getByRole("combobox", { name: "Category" })).toHaveValue(/Restaurants$/);

  const notice = beside.getByRole("alertdialog").filter({ hasText: "1 transaction, 1 merchant" });
  await notice.getByRole("button", { name: "Undo" }).click();
  await expect(filed.getByRole("gridcell").nth(1)).toHaveText("1");
  await expect(drawer.getByRole("combobox", { name: "Category" })).toHaveValue(/Office lunches$/);
});
