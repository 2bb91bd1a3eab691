/** Every screen at every size in both themes: axe finds nothing, nothing scrolls sideways, and a picture to look at. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { enterAsDeveloper, linkBank } from "./support/person";

const NARROW = { width: 390, height: 844 };
const WIDE = { width: 1440, height: 900 };
const SIZES = [NARROW, { width: 768, height: 1024 }, WIDE];
const SCREENS = ["/", "/transactions", "/accounts", "/connections", "/connections/new", "/sync"];
// Wide tables, trees and forms: the narrowest screen is where they would break first.
const NARROW_SCREENS = ["/merchants", "/categories", "/reconcile", "/rules", "/security", "/workspace"];

async function inspect(page: Page, name: string): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 };
  const theme = await page.evaluate(() => document.documentElement.dataset.theme);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`),
  );
  expect.soft(found, `${name} at ${width} px, ${theme}`).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(overflow, `${name} at ${width} px scrolls sideways`).toBeLessThanOrEqual(0);
  await page.screenshot({ path: `test-results/looks/${name}-${width}-${theme}.png` });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`the screens hold at all sizes, ${colorScheme}`, async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
    const page = await enterAsDeveloper(context, `looks-${colorScheme}`);
    await inspect(page, "empty-dashboard");
    await linkBank(page);
    await expect(page.getByText("Everything has arrived")).toBeVisible({ timeout: 60_000 });
    const connection = new URL(page.url()).pathname;
    await page.goto("/accounts");
    const account =
      (await page.getByRole("main").getByRole("link", { name: /Visa/ }).getAttribute("href")) ?? "/";
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const screen of [...SCREENS, connection, account]) {
        await page.goto(screen);
        await settled(page);
        await inspect(page, screen.split("/").slice(1, 2)[0] || "dashboard");
      }
    }
    await page.setViewportSize(NARROW);
    for (const screen of NARROW_SCREENS) {
      await page.goto(screen);
      await settled(page);
      await inspect(page, screen.slice(1));
    }
    await page.setViewportSize(WIDE);
    await openFirstRow(page);
    await inspect(page, "transaction-drawer");
    if (colorScheme === "light" && process.env.SALDO_PICTURES === "yes") await paintReadme(page);
    await context.close();
  });

  test(`the doors hold at all sizes, ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const door of ["/sign-in", "/sign-up"]) {
        await page.goto(door);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await inspect(page, door.slice(1));
      }
    }
    await context.close();
  });
}

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
  await expect(page.getByText(/^Loading /)).toHaveCount(0);
}

async function openFirstRow(page: Page): Promise<void> {
  await page.goto("/transactions");
  await page.locator("[data-row]").first().click();
  await expect(page.getByRole("dialog", { name: "Transaction" })).toBeVisible();
  await expect(page.getByText("The bank's words")).toBeVisible();
}

/** The picture in the README. */
async function paintReadme(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 960 });
  await page.goto("/");
  await settled(page);
  await page.screenshot({ path: "../docs/images/dashboard.png" });
}
