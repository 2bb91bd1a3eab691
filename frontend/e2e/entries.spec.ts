/** What a person writes down before the bank does: split, matched, parted again; and a file of the bank's, in and out. */
import { expect, type Page, test } from "@playwright/test";
import { openBank } from "./support/bank";
import { choose } from "./support/choose";
import { isClean } from "./support/clean";
import { enterAsDeveloper, linkBank } from "./support/person";

const LOGIN = { bank: "First Platypus Bank", user: "user_transactions_dynamic", password: "any" };

test("an entry is split, meets the bank's row, and is parted from it", async ({ context, request }) => {
  test.slow();
  const bank = await openBank(request);
  const page = await enterAsDeveloper(context, "entries");
  const before = new Set((await bank.items()).map((item) => item.item_id));
  await linkBank(page, LOGIN);
  const item = (await bank.items()).find(({ item_id }) => !before.has(item_id));
  await expect(page.getByText("History is here")).toBeVisible({ timeout: 60_000 });
  await openChecking(page);

  await page.getByRole("link", { name: "Add entry" }).click();
  await expect(page.getByLabel("Amount in USD")).toBeVisible();
  await isClean(page, "add an entry");
  await page.getByLabel("Amount in USD").fill("84.84");
  await page.getByLabel("Name").fill("Cheque for Anna");
  await page.getByLabel("Note").fill("the roof");
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Transaction" });
  await expect(drawer.getByText("Expected: your bank has not seen it yet")).toBeVisible();
  await splitInTwo(page);
  await expect(drawer.getByText("In 2 parts")).toBeVisible();
  await isClean(page, "an entry in parts");

  await bank.spend(item?.item_id ?? "", "CHECK 1042", 84.84);
  await expect(drawer.getByText(/^Matched with your entry of/)).toBeVisible({ timeout: 60_000 });
  await expect(drawer.getByText("CHECK 1042")).toBeVisible();
  await expect(drawer.getByText("In 2 parts")).toBeVisible();
  await expect(drawer.getByLabel("Note").last()).toHaveValue("the roof");
  await isClean(page, "a matched entry");

  await drawer.getByRole("button", { name: "These are two different things" }).click();
  await expect(drawer.getByText("Expected: your bank has not seen it yet")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("row").filter({ hasText: "84.84" })).toHaveCount(2);
  await findAndChange(page);
});

test("a file is looked at, added without what is there, and taken back", async ({ browser }) => {
  const context = await browser.newContext({
    colorScheme: "dark",
    viewport: { width: 390, height: 844 },
    reducedMotion: "reduce",
  });
  const page = await enterAsDeveloper(context, "importing");
  await linkBank(page, LOGIN);
  await expect(page.getByText("History is here")).toBeVisible({ timeout: 60_000 });
  await openChecking(page);
  const file = {
    name: "checking-2019.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(
      "Date,Description,Amount\n2019-03-01,OLD RENT,-900.00\n2019-03-01,OLD RENT,-900.00\nsoon,LOST,-1\n",
    ),
  };

  await bring(page, file);
  await expect(page.getByText("1 row cannot be read")).toBeVisible();
  await expect(page.getByText("“soon” is no date")).toBeVisible();
  await isClean(page, "preview of a file, dark, phone");
  await page.getByRole("button", { name: "Add 2 rows" }).click();
  await expect(page.getByText("2 rows added")).toBeVisible();

  await bring(page, file);
  await expect(page.getByRole("radio", { name: "Here already 2" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add 0 rows" })).toBeDisabled();
  await page.getByRole("checkbox", { name: /line 3/ }).check();
  await expect(page.getByRole("button", { name: "Add 1 row" })).toBeEnabled();
  await page.getByRole("button", { name: "Choose another file" }).click();

  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByText("2 rows taken back")).toBeVisible();
  await isClean(page, "files before, dark, phone");
  await context.close();
});

/** Filters typed among words, the sum of what they leave, and one change of what was picked out. */
async function findAndChange(page: Page): Promise<void> {
  await page.getByRole("searchbox", { name: "Search transactions" }).fill("1042 >80 ");
  await expect(page.getByRole("button", { name: /80 or more/ })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "1 transaction" })).toContainText("−$84.84 out");
  await isClean(page, "typed filters and their sum");
  await page.getByRole("row").filter({ hasText: "84.84" }).focus();
  await page.keyboard.press("Space");
  const picked = page.getByRole("region", { name: "Selected transactions" });
  await expect(picked).toContainText("1 transaction, −$84.84");
  await isClean(page, "a row picked out");
  await picked.getByRole("button", { name: "Leave out of figures" }).click();
  await expect(page.getByText("1 excluded, in no sum")).toBeVisible();
  const notice = page.getByRole("alertdialog").filter({ hasText: "1 transaction changed" });
  await notice.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("1 excluded, in no sum")).toBeHidden();
}

async function openChecking(page: Page): Promise<void> {
  await page
    .getByRole("main")
    .getByRole("link", { name: /Plaid Checking/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "Plaid Checking" })).toBeVisible();
}

/** By keyboard: a category each, the first amount changed, the second takes what is left. */
async function splitInTwo(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Split", exact: true }).focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("form", { name: "Split" });
  for (const [place, name] of ["Groceries", "Furniture"].entries()) {
    const category = form.getByRole("combobox", { name: `Category of part ${place + 1}` });
    await choose(category, name);
    await expect(category).toHaveValue(new RegExp(name));
  }
  await form.getByLabel("Amount").first().fill("50");
  await expect(form.getByText("$34.84 left")).toBeVisible();
  await form.getByLabel("Amount").last().fill("34.84");
  await expect(form.getByText("The parts add up.")).toBeVisible();
  await page.keyboard.press("Enter");
}

type Chosen = { name: string; mimeType: string; buffer: Buffer };

async function bring(page: Page, file: Chosen): Promise<void> {
  if (!page.url().endsWith("/import")) await page.getByRole("link", { name: "Import" }).click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles(file);
  await expect(page.getByRole("heading", { name: /rows of checking-2019/ })).toBeVisible();
}
