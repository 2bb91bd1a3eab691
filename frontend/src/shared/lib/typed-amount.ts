/** Reads an amount as a person types it: "1,204.17", "1 204,17", "−42.10", "1200 + 4.17". */
import { sum } from "@/shared/lib/money";

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

function readTerm(term: string): string | null {
  const plain = withPoint(term.replace(/[$€£]/g, ""));
  return /^[-+]?\d{1,18}(\.\d{1,10})?$/.test(plain) ? plain : null;
}

/** The last of point and comma parts the decimals, unless it only groups thousands. */
function withPoint(term: string): string {
  const last = Math.max(term.lastIndexOf("."), term.lastIndexOf(","));
  if (last < 0) return term;
  const mark = term.charAt(last);
  const tail = term.slice(last + 1);
  const isGrouping = mark === "," && /^\d{3}$/.test(tail) && !term.slice(0, last).includes(".");
  const whole = term.slice(0, last).replace(/[.,]/g, "");
  return isGrouping ? whole + tail : `${whole}.${tail}`;
}
