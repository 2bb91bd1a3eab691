/** Coming in and leaving: an account of one's own, a session that outlives a reload, a wrong password. */
import { expect, test } from "@playwright/test";

test("a person signs up, comes back after a reload, leaves, and signs in again", async ({ page }) => {
  const email = `ada-${Date.now()}@example.com`;
  const password = "correct horse battery";
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole("link", { name: "Create" }).click();
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();

  await page.reload();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  // The empty page teaches the next step.
  await expect(page.getByRole("link", { name: "Link a bank" }).first()).toBeVisible();

  await page.getByRole("button", { name: "Signed in as Ada" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("wrong horse battery");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
});

test("a development server offers the bypass as a button", async ({ page }) => {
  await page.goto("/sign-in");

  await page.getByRole("button", { name: "Enter as a developer" }).click();

  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
});
