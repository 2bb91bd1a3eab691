/** Choosing from a list that narrows as one types. */
import { expect, type Locator } from "@playwright/test";

/** Type words of a choice into a field, key by key, and take the first that has them. */
export async function choose(field: Locator, words: string): Promise<void> {
  const option = field.page().getByRole("option").first();
  // Coming into view scrolls, and a list that has just opened closes with that.
  await expect(async () => {
    await field.blur();
    // Coming in selects what stood there: the first key replaces it.
    await field.focus();
    await field.pressSequentially(words, { delay: 40 });
    await expect(field).toHaveValue(words);
    await expect(option).toContainText(words, { timeout: 2_000 });
  }).toPass();
  await field.press("Enter");
  await expect(field.page().getByRole("listbox")).toHaveCount(0);
}
