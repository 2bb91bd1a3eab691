/** What the net worth did over a period. Pure. */
import type { CurrencyDashboard } from "@/shared/api/types";
import { formatPercent } from "@/shared/lib/figures";
import { absolute, share, signOf, subtract } from "@/shared/lib/money";

export const PERIODS = [
  { value: "7", label: "1W", longLabel: "One week", words: "in 7 days" },
  { value: "30", label: "1M", longLabel: "One month", words: "in 30 days" },
  { value: "90", label: "3M", longLabel: "Three months", words: "in 90 days" },
] as const;
export type Period = (typeof PERIODS)[number]["value"];

export type Change = { amount: string; direction: -1 | 0 | 1; percent: string | null };

export function lastDays(
  history: CurrencyDashboard["history"],
  period: Period,
): CurrencyDashboard["history"] {
  return history.slice(-(Number(period) + 1));
}

/** From the first day to now; null when there is no earlier day to compare with. */
export function changeOver(history: CurrencyDashboard["history"], now: string): Change | null {
  const first = history[0];
  if (first === undefined || history.length < 2) return null;
  const amount = subtract(now, first.net_worth);
  const base = absolute(first.net_worth);
  // Against a start near zero a percentage is a large meaningless number.
  const percent = signOf(base) === 0 ? null : percentOf(amount, base);
  return { amount, direction: signOf(amount), percent };
}

function percentOf(amount: string, base: string): string | null {
  const magnitude = absolute(amount);
  return signOf(subtract(magnitude, base)) > 0 ? null : formatPercent(share(magnitude, base));
}
