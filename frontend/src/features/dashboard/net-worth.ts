/** What the net worth did over a period. Pure. */
import { USUAL_DAYS } from "@/features/dashboard/api";
import type { CurrencyDashboard } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/dates";
import { formatPercent } from "@/shared/lib/figures";
import { absolute, share, signOf, subtract } from "@/shared/lib/money";

export const PERIODS = [
  { value: "7", label: "1W", longLabel: "One week", words: "in 7 days" },
  { value: "30", label: "1M", longLabel: "One month", words: "in 30 days" },
  { value: "90", label: "3M", longLabel: "Three months", words: "in 90 days" },
  { value: "365", label: "1Y", longLabel: "One year", words: "in a year" },
  { value: "730", label: "All", longLabel: "As far back as is known", words: "in two years" },
] as const;
export type Period = (typeof PERIODS)[number]["value"];

export type Change = { amount: string; direction: -1 | 0 | 1; percent: string | null };

/** The days of a period that something is known of: before the first movement the line would only be flat. */
export function lastDays(
  history: CurrencyDashboard["history"],
  period: Period,
): CurrencyDashboard["history"] {
  const asked = history.slice(-(Number(period) + 1));
  const moved = asked.findIndex(({ net_worth }) => net_worth !== asked[0]?.net_worth);
  return Number(period) <= USUAL_DAYS || moved < 1 ? asked : asked.slice(moved - 1);
}

/** "in a year", or from which day on when the history is shorter than that. */
export function periodInWords(shown: CurrencyDashboard["history"], period: Period): string {
  const words = PERIODS.find(({ value }) => value === period)?.words ?? "";
  const first = shown[0];
  return first === undefined || shown.length > Number(period) ? words : `since ${formatDay(first.date)}`;
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
