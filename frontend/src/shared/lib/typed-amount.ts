/**
 * Reads an amount as a person types it: "1,204.17", "1 204,17", "−42.10", "1200 + 4.17".
 * Whatever the page writes for the reader's locale can be typed back, with its currency and its own digits.
 */
import { sum } from "@/shared/lib/money";
import { currentLocale } from "@/shared/lib/regional";

// Spaces of all widths, apostrophes, and the unseen marks of writing from right to left.
const MARKS = /[\s'’_\u200e\u200f\u061c]/g;

/** The decimal as the API wants it, or null when it is none. Additions and subtractions are worked out. */
export function readAmount(typed: string): string | null {
  const writing = currentWriting();
  const text = plainDigits(withoutCurrency(typed), writing)
    .replace(/[\u2212\u2013]/g, "-")
    .replace(MARKS, "");
  const terms = text.match(/[-+]?[^-+]+/g) ?? [];
  const amounts = terms.map((term) => readTerm(term, writing));
  const isWhole = terms.join("") === text && amounts.length > 0;
  if (!isWhole || amounts.some((amount) => amount === null)) return null;
  return sum(amounts.filter((amount) => amount !== null));
}

/** A decimal of the API as the reader would type it, to begin an edit with, or as an example. */
export function typedAmount(amount: string): string {
  return amount.replace(".", currentWriting().decimal);
}

function readTerm(term: string, writing: Writing): string | null {
  const plain = withPoint(term, writing);
  return /^[-+]?\d{1,18}(\.\d{1,10})?$/.test(plain) ? plain : null;
}

/** The last of point and comma parts the decimals, unless the reader's locale groups thousands by it. */
function withPoint(term: string, { decimal }: Writing): string {
  const last = Math.max(term.lastIndexOf("."), term.lastIndexOf(","));
  if (last < 0) return term;
  const mark = term.charAt(last);
  const tail = term.slice(last + 1);
  const other = mark === "," ? "." : ",";
  const isGrouping = mark !== decimal && /^\d{3}$/.test(tail) && !term.slice(0, last).includes(other);
  const whole = term.slice(0, last).replace(/[.,]/g, "");
  return isGrouping ? whole + tail : `${whole}.${tail}`;
}

/** How a locale writes: a point or a comma before the decimals, and its own digits where it has some. */
type Writing = { decimal: string; digits: ReadonlyMap<string, string> };

const writings = new Map<string, Writing>();

function currentWriting(): Writing {
  const locale = currentLocale();
  const writing = writings.get(locale ?? "") ?? writingOf(locale);
  writings.set(locale ?? "", writing);
  return writing;
}

function writingOf(locale: string | undefined): Writing {
  const plain = new Intl.NumberFormat(locale, { useGrouping: false });
  const digits = new Map(Array.from({ length: 10 }, (_, digit) => [plain.format(digit), String(digit)]));
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.5);
  const markOf = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const decimal = markOf("decimal");
  if (decimal === "." || decimal === ",") return { decimal, digits };
  return { decimal: ".", digits: digits.set(decimal, ".").set(markOf("group"), "") };
}

function plainDigits(text: string, { digits }: Writing): string {
  return [...text].map((character) => digits.get(character) ?? character).join("");
}

const signs = new Map<string, readonly string[]>();

/** Every currency's sign and code as the locale writes them, the longest first: "US$" goes before "$". */
function currencySigns(): readonly string[] {
  const locale = currentLocale();
  const known = signs.get(locale ?? "");
  if (known !== undefined) return known;
  const codes = Intl.supportedValuesOf("currency");
  const written = codes.flatMap((currency) =>
    new Intl.NumberFormat(locale, { style: "currency", currency })
      .formatToParts(0)
      .filter(({ type }) => type === "currency")
      .map(({ value }) => value),
  );
  const all = [...new Set([...written, ...codes, "$", "€", "£"])];
  all.sort((one, other) => other.length - one.length);
  signs.set(locale ?? "", all);
  return all;
}

function withoutCurrency(typed: string): string {
  // Most amounts are typed without any: then nothing is looked for.
  if (!/[\p{L}\p{Sc}]/u.test(typed)) return typed;
  const found = currencySigns().find((sign) => typed.includes(sign));
  return found === undefined ? typed : typed.replaceAll(found, "");
}
