/** Amounts are decimal strings end to end; sums run on scaled integers, because a float would lose cents. */
import { currentLocale } from "@/shared/lib/regional";

const SCALE_DIGITS = 10;
const SCALE = 10n ** BigInt(SCALE_DIGITS);
const DECIMAL = /^[-+]?\d+(\.\d+)?$/;

type NumericText = `${number}`;

function isNumericText(text: string): text is NumericText {
  return DECIMAL.test(text);
}

function toUnits(amount: string): bigint {
  if (!DECIMAL.test(amount)) throw new RangeError("An amount is a decimal number.");
  const negative = amount.startsWith("-");
  const [whole = "0", fraction = ""] = amount.replace(/^[-+]/, "").split(".");
  const units = BigInt(whole) * SCALE + BigInt(fraction.slice(0, SCALE_DIGITS).padEnd(SCALE_DIGITS, "0"));
  return negative ? -units : units;
}

function fromUnits(units: bigint): string {
  const positive = units < 0n ? -units : units;
  const fraction = (positive % SCALE).toString().padStart(SCALE_DIGITS, "0").replace(/0+$/, "");
  const whole = (positive / SCALE).toString();
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

export function sum(amounts: readonly string[]): string {
  return fromUnits(amounts.reduce((total, amount) => total + toUnits(amount), 0n));
}

export function subtract(amount: string, other: string): string {
  return fromUnits(toUnits(amount) - toUnits(other));
}

export function negate(amount: string): string {
  return fromUnits(-toUnits(amount));
}

export function signOf(amount: string): -1 | 0 | 1 {
  const units = toUnits(amount);
  if (units === 0n) return 0;
  return units < 0n ? -1 : 1;
}

export function absolute(amount: string): string {
  return signOf(amount) < 0 ? negate(amount) : fromUnits(toUnits(amount));
}

/** The part an amount is of a whole, between 0 and 1; for bars and slices, never for sums. */
export function share(amount: string, whole: string): number {
  const wholeUnits = toUnits(whole);
  if (wholeUnits === 0n) return 0;
  const ratio = Number((toUnits(amount) * 1_000_000n) / wholeUnits) / 1_000_000;
  return Math.min(1, Math.max(0, Math.abs(ratio)));
}

/** A number to draw with: exact enough for pixels, not for sums. */
export function toPixelsNumber(amount: string): number {
  return Number(amount);
}

export type SignStyle = "never-plus" | "always";

/** "whole" leaves the cents out; "compact" shortens thousands too, as the ticks of a chart do. */
export type Precision = "exact" | "whole" | "compact";

type FormatOptions = { signs?: SignStyle; precision?: Precision; locale?: string | undefined };

const PRECISIONS: Record<Precision, Intl.NumberFormatOptions> = {
  exact: {},
  whole: { maximumFractionDigits: 0 },
  // Always: left to itself, one axis would have "8000 $" under "10.000 $".
  compact: { notation: "compact", maximumFractionDigits: 1, useGrouping: "always" },
};
// What is no state's money, such as a bitcoin, is held in small parts: two decimals would show most of it as nothing.
const PARTS: Record<Precision, Intl.NumberFormatOptions> = {
  exact: { maximumFractionDigits: 8 },
  whole: { maximumFractionDigits: 8 },
  compact: { notation: "compact", maximumSignificantDigits: 3 },
};
const OFFICIAL = new Set(Intl.supportedValuesOf("currency"));

const formatters = new Map<string, Intl.NumberFormat>();

function formatterFor(
  currency: string,
  { signs, precision = "exact", locale }: FormatOptions,
): Intl.NumberFormat {
  const written = locale ?? currentLocale();
  const key = `${written ?? ""}|${currency}|${signs ?? ""}|${precision}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(written, {
    style: "currency",
    currency,
    signDisplay: signs === "always" ? "exceptZero" : "negative",
    ...(OFFICIAL.has(currency.toUpperCase()) ? PRECISIONS : PARTS)[precision],
  });
  formatters.set(key, made);
  return made;
}

/** An amount as the reader's locale writes it, with a true minus sign; unknown currencies keep their code. */
export function formatMoney(amount: string, currency: string, options: FormatOptions = {}): string {
  const exact = fromUnits(toUnits(amount));
  if (!isNumericText(exact)) return amount;
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${exact.replace("-", "\u2212")} ${currency}`;
  return formatterFor(currency, options).format(exact).replace("-", "\u2212");
}
