/** Plain numbers as the reader's locale writes them: counts, shares, spans of seconds. Money has its own place. */
import { currentLocale } from "@/shared/lib/regional";

const STYLES = {
  count: { maximumFractionDigits: 0 },
  percent: { style: "percent", maximumFractionDigits: 1 },
  wholePercent: { style: "percent", maximumFractionDigits: 0 },
  tenths: { minimumFractionDigits: 1, maximumFractionDigits: 1 },
} as const satisfies Record<string, Intl.NumberFormatOptions>;
const formatters = new Map<string, Intl.NumberFormat>();

function write(style: keyof typeof STYLES, value: number): string {
  const locale = currentLocale();
  const key = `${locale ?? ""}|${style}`;
  const formatter = formatters.get(key) ?? new Intl.NumberFormat(locale, STYLES[style]);
  formatters.set(key, formatter);
  return formatter.format(value).replace("-", "\u2212");
}

/** How many there are: "1,204". */
export function formatCount(count: number): string {
  return write("count", count);
}

/** How many of what: "1 row", "1,204 rows". The plural is said only where it is no plain "s". */
export function formatCounted(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A share between 0 and 1: "12.5%". */
export function formatPercent(share: number): string {
  return write("percent", share);
}

export function formatWholePercent(share: number): string {
  return write("wholePercent", share);
}

/** How long something took: "0.4 s", "12 s", "3 min 20 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${write("tenths", seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  return `${formatCount(Math.floor(whole / 60))} min${whole % 60 === 0 ? "" : ` ${whole % 60} s`}`;
}
