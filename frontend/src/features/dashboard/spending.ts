/** Spending of a month, ready to draw: the largest categories first, the tail folded into one. Pure. */
import type { CurrencyDashboard } from "@/shared/api/types";
import { absolute, share, signOf, subtract, sum } from "@/shared/lib/money";

export type SpendingRow = {
  /** Null for what has no category yet. */
  primary: string | null;
  label: string;
  /** As a person chose it; null: as every page has it. */
  color: number | null;
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

export function spendingOf(entries: CurrencyDashboard["spending"]): Spending {
  const amounts = entries
    .map((entry) => ({ ...entry, amount: absolute(entry.amount), previous: absolute(entry.previous_amount) }))
    .sort((one, other) => signOf(subtract(other.amount, one.amount)));
  const spent = amounts.filter(({ amount }) => signOf(amount) > 0);
  const shown = spent.length > SHOWN ? spent.slice(0, SHOWN - 1) : spent;
  const tail = spent.slice(shown.length);
  const longest = [...shown.map(({ amount }) => amount), ...shown.map(({ previous }) => previous)].reduce(
    larger,
    "0",
  );
  return {
    rows: shown.map(({ primary, label, color, amount, previous }) => ({
      primary,
      label,
      color,
      amount,
      previous,
      share: share(amount, longest),
      previousShare: share(previous, longest),
    })),
    others: tail.length === 0 ? null : { count: tail.length, amount: sum(tail.map(({ amount }) => amount)) },
    total: sum(amounts.map(({ amount }) => amount)),
    previousTotal: sum(amounts.map(({ previous }) => previous)),
  };
}

function larger(one: string, other: string): string {
  return signOf(subtract(one, other)) >= 0 ? one : other;
}
