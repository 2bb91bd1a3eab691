/** An account held against its bank: explained, mended, taken back, and a statement signed; followed live elsewhere. */
import { expect, type Page, test } from "@playwright/test";
import { isClean } from "./support/clean";
import { enterAsDeveloper, linkBank } from "./support/person";

const LOGIN = { bank: "First Platypus Bank", user: "user_good", password: "pass_good" };

test("a drifted account is explained, mended by one key and taken back, live in a second browser", async ({
  browser,
}) => {
  const [one, other] = await Promise.all([
    browser.newContext({ reducedMotion: "reduce" }),
    browser.newContext({
      colorScheme: "dark",
      viewport: { width: 390, height: 844 },
      reducedMotion: "reduce",
    }),
  ]);
  const page = await enterAsDeveloper(one, "reconciling");
  await linkBank(page, LOGIN);
  await expect(page.getByText("Everything has arrived")).toBeVisible({ timeout: 60_000 });
  await page
    .getByRole("main")
    .getByRole("link", { name: /Plaid Checking/ })
    .click();
  await page.getByRole("main").getByRole("link", { name: "Reconcile" }).click();
  await expect(page.getByText("Ledger and bank agree", { exact: true })).toBeVisible();
  const watcher = await enterAsDeveloper(other, "reconciling");
  await watcher.goto("/reconcile");
  // Its row: once it is off, the summary above names it too.
  const standing = watcher.getByRole("main").getByRole("link", { name: /Plaid Checking.+Bank/ });
  await expect(standing).toContainText("Ledger and bank agree");

  await page.getByLabel("What your bank shows").fill("110 - 42.10");
  await page.keyboard.press("Enter");

  await expect(page.getByRole("main").getByText(/^Off by/)).toContainText("42.10");
  await expect(standing).toContainText(/Off by .*42\.10/);
  await expect(page.getByRole("link", { name: /^Reconcile\s*1\s*off/ })).toHaveAttribute(
    "href",
    "/reconcile",
  );
  await expect(page.getByRole("treeitem", { name: /Plaid Checking\s*Off by/ })).toBeVisible();
  await isClean(page, "explanations");
  await isClean(watcher, "overview, dark, phone");
  await page.getByRole("article").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Ledger and bank agree", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "What was decided before" })).toContainText("By you");

  await page.keyboard.press("z");
  await expect(page.getByRole("main").getByText(/^Off by/)).toContainText("42.10");
  await page.getByRole("button", { name: "Use what the bank told us" }).click();
  await expect(page.getByText("Ledger and bank agree", { exact: true })).toBeVisible();
  await expect(standing).toContainText("Ledger and bank agree");

  await page.getByRole("radio", { name: "With a statement" }).click();
  await page.getByLabel("Closing balance").fill("110");
  await page.getByRole("button", { name: "Begin to tick" }).click();
  await expect(page.getByRole("region", { name: "Running difference" })).toBeVisible();
  await isClean(page, "statement");
  await tickAll(page);
  await page.getByRole("button", { name: "Sign and lock" }).click();
  await expect(page.getByRole("region", { name: "The signature" })).toContainText("By you");
  await isClean(page, "signed statement");
  await Promise.all([one.close(), other.close()]);
});

/** By keyboard: Space ticks, and the next row moves up into its place. */
async function tickAll(page: Page): Promise<void> {
  const open = page.getByRole("listbox", { name: "Rows not ticked" });
  const done = page.getByRole("button", { name: "Sign and lock" });
  // The list goes with its last row, maybe between a look and a press.
  await expect(async () => {
    if (!(await done.isVisible())) await open.press("Space", { timeout: 1_000 });
    await expect(done).toBeEnabled({ timeout: 50 });
  }).toPass({ intervals: [20], timeout: 60_000 });
}
