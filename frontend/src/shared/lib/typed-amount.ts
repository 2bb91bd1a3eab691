/** Reads an amount as a person types it: "1,204.17", "1 204,17", "−42.10", "1200 + 4.17". */
import { sum } from "@/shared/lib/money";
import { currentLocale } from "@/shared/lib/regional";

const MARKS = /[\s'’\u00a0\u202f_]/g;

/** The decimal as the API wants it, or null when it is none. Additions and subtractions are worked out. */
export function readAmount(typed: string): string | null {
  const text = typed.replace(/[\u2212\u2013]/g, "-").replace(MARKS, "");
  const terms = text.match(/[-+]?[^-+]+/g) ?? [];
  const amounts = terms.map(readTerm);
  const isWhole = terms.join("") === text && amounts.length > 0;
  if (!isWhole || amounts.some((amount) => amount === null)) return null;
  return sum(amounts.filter((amount) => amount !== null));
}

/** A decimal of the API as the reader would type it, to begin an edit with. */
export function typedAmount(amount: string): string {
  return amount.replace(".", decimalMark() ?? ".");
}

function readTerm(term: string): string | null {
  const plain = withPoint(term.replace(/[$€£]/g, ""));
  return /^[-+]?\d{1,18}(\.\d{1,10})?$/.test(plain) ? plain : null;
}

/** The last of point and comma parts the decimals, unless the reader's locale groups thousands by it. */
function withPoint(term: string): string {
  const last = Math.max(term.lastIndexOf("."), term.lastIndexOf(","));
  if (last < 0) return term;
  const mark = term.charAt(last);
  const tail = term.slice(last + 1);
  const other = mark === "," ? "." : ",";
  const isGrouping = mark !== decimalMark() && /^\d{3}$/.test(tail) && !term.slice(0, last).includes(other);
  const whole = term.slice(0, last).replace(/[.,]/g, "");
  return isGrouping ? whole + tail : `${whole}.${tail}`;
}

function decimalMark(): string | undefined {
  const parts = new Intl.NumberFormat(currentLocale()).formatToParts(0.5);
  return parts.find(({ type }) => type === "decimal")?.value;
}
