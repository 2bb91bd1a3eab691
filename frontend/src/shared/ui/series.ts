/** The fixed twelve colours, and which category wears which: the same everywhere, whatever else is on the page. */

const COUNT = 12;

/** What is folded together, and no category's own. */
export const REST = 0;

const CATEGORY_SERIES: Readonly<Record<string, number>> = {
  FOOD_AND_DRINK: 2,
  RENT_AND_UTILITIES: 1,
  TRANSPORTATION: 5,
  GENERAL_MERCHANDISE: 6,
  GENERAL_SERVICES: 9,
  ENTERTAINMENT: 10,
  TRAVEL: 8,
  MEDICAL: 4,
  PERSONAL_CARE: 11,
  HOME_IMPROVEMENT: 7,
  LOAN_PAYMENTS: 3,
  LOAN_DISBURSEMENTS: 3,
  BANK_FEES: 12,
  GOVERNMENT_AND_NON_PROFIT: 12,
  INCOME: 3,
  TRANSFER_IN: 12,
  TRANSFER_OUT: 12,
  OTHER: 12,
};

export function seriesColor(index: number): string {
  if (index === REST) return "color-mix(in srgb, var(--ink-3) 40%, var(--sheet))";
  return `var(--series-${((index - 1) % COUNT) + 1})`;
}

export function categorySeries(code: string): number {
  return CATEGORY_SERIES[code] ?? COUNT;
}

/** A steady tint for a name without a category: the same bank has the same colour on every page. */
export function seriesIndexOfName(name: string): number {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return (hash % COUNT) + 1;
}
