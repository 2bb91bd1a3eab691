/** Signing in by another issuer: come in, be refused, link an account and unlink it. */
import { expect, type Page, test } from "@playwright/test";
import { signOut, signUp } from "./support/account";
import { runIssuer } from "./support/issuer";

const ISSUER = process.env.SALDO_E2E_ISSUER ?? "";
let issuer: Awaited<ReturnType<typeof runIssuer>>;

test.skip(ISSUER === "", "The Saldo under test was told of no issuer.");

// One for all: Saldo keeps an issuer's keys, and another would look forged.
test.beforeAll(async () => {
  issuer = await runIssuer(ISSUER);
});
test.afterAll(() => issuer.close());

async function leaveAndSayYes(page: Page, button: string, name: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("link", { name: `I am ${name}` }).click();
}

test("a person of another issuer comes in, and is told when they said no", async ({ page }) => {
  issuer.be("otto");
  await page.goto("/connections");
  await page.getByRole("button", { name: "Continue with Maple ID" }).click();
  await page.getByRole("link", { name: "No", exact: true }).click();
  await expect(page.getByText("You did not agree at Maple ID")).toBeVisible();
  await page.getByRole("link", { name: "Back to signing in" }).click();

  await page.goto("/connections");
  await leaveAndSayYes(page, "Continue with Maple ID", "otto");
  // Back at the page that was wanted, and with an account of one's own.
  await expect(page).toHaveURL(/\/connections$/);
  await expect(page.getByRole("button", { name: "Signed in as otto" })).toBeVisible();

  await page.goto("/security");
  await page.getByRole("button", { name: "Unlink Maple ID" }).click();
  await expect(page.getByText(/This is your only way in/)).toBeVisible();
});

test("an account elsewhere is linked, signs in, and is unlinked", async ({ page }) => {
  issuer.be("ilse");
  const email = await signUp(page);
  await page.goto("/security");
  await leaveAndSayYes(page, "Link Maple ID", "ilse");
  await expect(page.getByText("Maple ID signs you in from now on")).toBeVisible();
  await expect(page.getByRole("button", { name: "Unlink Maple ID" })).toBeVisible();

  await signOut(page);
  await leaveAndSayYes(page, "Continue with Maple ID", "ilse");
  await page.getByRole("button", { name: /^Signed in as/ }).click();
  await expect(page.getByRole("dialog", { name: /^Signed in as/ }).getByText(email)).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto("/security");
  await expect(page.getByText("You signed in by an account elsewhere")).toBeVisible();
  await page.getByRole("button", { name: "Unlink Maple ID" }).click();
  await expect(page.getByText("Maple ID signs you in no more")).toBeVisible();
});
