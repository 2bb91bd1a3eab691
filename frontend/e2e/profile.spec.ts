/** The profile: figures written as one likes, and another address that its owner confirms. */
import { expect, test } from "@playwright/test";
import { openLetter, signUp } from "./support/account";
import { choose } from "./support/choose";
import { isClean } from "./support/clean";

test("a person says who they are, and how they like to read", async ({ page }) => {
  await signUp(page);
  await page.getByRole("button", { name: /^Signed in as/ }).click();
  await page.getByRole("menuitem", { name: "Profile" }).click();
  await page.getByLabel("Name").fill("Ida Berg");
  await page.getByRole("region", { name: "About you" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Signed in as Ida Berg" })).toBeVisible();

  const region = page.getByRole("region", { name: "Dates and figures" });
  await region.getByRole("button", { name: /Written as in/ }).click();
  await page.getByRole("option", { name: "German (Germany)" }).click();
  await choose(region.getByRole("combobox", { name: "Time zone" }), "Tokyo");
  await expect(region.getByText(/−1\.234,56/)).toBeVisible();
  await region.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Dates and figures follow you")).toBeVisible();
  await isClean(page, "profile");

  await page.reload();
  await expect(page.getByText(/−1\.234,56/)).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveValue("Asia/Tokyo");
});

test("an address changes when the new one answers, and the old one is told before", async ({ page }) => {
  const email = await signUp(page);
  const other = email.replace("ida", "new-ida");
  await page.goto("/profile");
  await page.getByLabel("New address").fill(other);
  await page.getByRole("button", { name: "Change address" }).click();
  await expect(page.getByText("A link is on its way")).toBeVisible();
  await page.getByRole("status").getByRole("link", { name: "Open the outbox" }).click();
  const warning = page.getByRole("region", { name: "Your e-mail address is about to change" });
  await expect(warning.filter({ hasText: `to ${email}` })).toBeVisible();

  await openLetter(page, other, "Confirm your e-mail address");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("link", { name: "Go to Saldo" }).click();
  await page.goto("/profile");
  await expect(page.getByText(other)).toBeVisible();
  await expect(page.getByText("Confirmed", { exact: true })).toBeVisible();
});
