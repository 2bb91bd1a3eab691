/** Nothing that axe finds, nothing that scrolls sideways. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export async function isClean(page: Page, name: string): Promise<void> {
  // What the announcer has read aloud stays for seconds, named by buttons that are gone by then.
  const { violations } = await new AxeBuilder({ page }).exclude("[data-live-announcer]").analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`),
  );
  expect.soft(found, name).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}
