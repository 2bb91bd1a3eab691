/** Spending of a month, ready to draw: the largest categories first, the tail folded into one. Pure. */
import type { CurrencyDashboard } from "@/shared/api/types";
import { share, signOf, subtract, sum } from "@/shared/lib/money";

export type SpendingRow = {
  /** The code it is listed under; null for what has no category yet. */
  category: string | null;
  label: string;
  /** As a person chose it; null: as every page has it. */
  color: number | null;
  /** Below zero where more was refunded than spent. */
  amount: string;
  previous: string;
  /** Of the largest amount on the list, this month or last. */
  share: number;
  previousShare: number;
};

export type Spending = {
  rows: SpendingRow[];
  others: { count: number; amount: string } | null;
  total: string;
  previousTotal: string;
};

const SHOWN = 7;

export function spendingOf(entries: CurrencyDashboard["spending"], most = SHOWN): Spending {
  const spent = entries
    .filter(({ amount }) => signOf(amount) !== 0)
    .sort((one, other) => signOf(subtract(other.amount, one.amount)));
  const shown = spent.length > most ? spent.slice(0, most - 1) : spent;
  const tail = spent.slice(shown.length);
  const longest = shown.flatMap((entry) => [entry.amount, entry.previous_amount]).reduce(larger, "0");
  return {
    rows: shown.map(({ category, label, color, amount, previous_amount }) => ({
      category,
      label,
      color,
      amount,
      previous: previous_amount,
      share: shareOf(amount, longest),
      previousShare: shareOf(previous_amount, longest),
    })),
    others: tail.length === 0 ? null : { count: tail.length, amount: sum(tail.map(({ amount }) => amount)) },
    total: sum(entries.map(({ amount }) => amount)),
    previousTotal: sum(entries.map(({ previous_amount }) => previous_amount)),
  };
}

function shareOf(amount: string, longest: string): number {
  return signOf(amount) > 0 ? share(amount, longest) : 0;
}

function larger(one: string, other: string): string {
  return signOf(subtract(one, other)) >= 0 ? one : other;
}
