/** Looking after an installation: who may, what they see, and that whom they delete can come back. */
import { execFileSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import { arrive, PASSWORD } from "./support/account";
import { isClean } from "./support/clean";

test("an administrator is made by a command, deletes somebody and lets them in again", async ({
  browser,
}) => {
  // A command is started in between, and ten pages are opened.
  test.slow();
  const [admin, other] = [await arrive(browser, "admin"), await arrive(browser, "other")];
  const { page } = admin;
  await page.goto("/administration");
  await expect(page.getByText("For those who look after this installation")).toBeVisible();

  execFileSync("../scripts/dev.sh", ["people", "promote", admin.email]);
  await page.goto("/");
  await page.getByRole("button", { name: /^Signed in as/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await page.getByRole("searchbox", { name: "Search people" }).fill(other.email);
  await page.getByRole("link", { name: other.email }).click();
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("button", { name: "Restore" })).toBeVisible();
  await other.page.goto("/transactions");
  await expect(other.page.getByRole("heading", { name: "Welcome back" })).toBeVisible();

  await page.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText(`${other.email} can sign in again`)).toBeVisible();
  await other.page.getByLabel("E-mail").fill(other.email);
  await other.page.getByLabel("Password").fill(PASSWORD);
  await other.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other.page.getByRole("heading", { name: "Transactions", exact: true })).toBeVisible();

  for (const view of ["people", "record", "requests", "jobs"]) {
    await page.goto(`/administration?view=${view}`);
    await expect(page.getByRole("table").first()).toBeVisible();
    await isClean(page, `administration, ${view}`);
  }
});

test("a client's secret is shown once, changed, and ended", async ({ browser }) => {
  const { page } = await arrive(browser, "maker");
  await page.goto("/workspace");
  await page.getByRole("link", { name: "Signed clients" }).click();
  await page.getByRole("button", { name: "New client" }).click();
  await page.getByLabel("What it is for").fill("House");
  await page.getByRole("checkbox", { name: "Look: Accounts and balances" }).press("Space");
  await page.getByRole("button", { name: "Make client" }).click();
  const lines = page.getByText("SALDO_CLIENT_SECRET=", { exact: false }).and(page.locator("pre"));
  const first = await lines.last().textContent();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await isClean(page, "signed clients");

  await page.getByRole("button", { name: "New secret for House" }).click();
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await expect(page.getByRole("button", { name: "I have kept it" })).toBeVisible();
  expect(await lines.last().textContent()).not.toEqual(first);
  await page.getByRole("button", { name: "I have kept it" }).click();

  await page.getByRole("button", { name: "Revoke House" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("No clients yet")).toBeVisible();
});
