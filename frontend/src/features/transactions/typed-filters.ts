/** Filters typed among the words to look for: `cat:food >50 last:3m -transfer`. */
import type { TransactionSearch } from "@/features/transactions/search";
import { type Span, spanAgo } from "@/shared/lib/dates";
import { signOf } from "@/shared/lib/money";
import { readAmount } from "@/shared/lib/typed-amount";

type Group = {
  primary: string;
  label: string;
  children: readonly { detailed: string; label: string }[];
};
type Filters = Partial<TransactionSearch>;

export type Typed = {
  /** What is to be looked for in names and texts. */
  words: string;
  filters: Filters;
  /** A filter that is still being typed: it is neither looked for nor taken. */
  open: string;
};

const BEGINS_FILTER = /^([<>-]|(cat|last):)/i;
const SPANS: Readonly<Record<string, Span>> = { d: "days", w: "weeks", m: "months", y: "years" };

export function readTyped(typed: string, groups: readonly Group[], isDone: boolean): Typed {
  const open = isDone ? "" : openIn(typed);
  const tokens = typed.slice(0, typed.length - open.length).split(/\s+/);
  const read = tokens
    .filter((token) => token !== "")
    .map((token) => ({ token, filter: readFilter(token, groups) }));
  const words = read.filter(({ filter }) => filter === null).map(({ token }) => token);
  const without = read.flatMap(({ filter }) => filter?.without ?? []);
  const filters: Filters = Object.assign({}, ...read.map(({ filter }) => filter));
  if (without.length > 1) filters.without = without.join(" ");
  return { words: words.join(" "), filters, open };
}

/** The last token, as long as no space has ended it. */
function openIn(typed: string): string {
  const last = /\S*$/.exec(typed)?.[0] ?? "";
  return BEGINS_FILTER.test(last) ? last : "";
}

function readFilter(token: string, groups: readonly Group[]): Filters | null {
  const [, mark = "", said = ""] = /^(<|>|-|cat:|last:)=?(.+)$/i.exec(token) ?? [];
  switch (mark.toLowerCase()) {
    case ">":
      return withAmount(said, (least) => ({ least }));
    case "<":
      return withAmount(said, (most) => ({ most }));
    case "-":
      return /^\p{L}/u.test(said) ? { without: said } : null;
    case "last:":
      return readSpan(said);
    case "cat:":
      return readCategory(said, groups);
    default:
      return null;
  }
}

function withAmount(said: string, filter: (amount: string) => Filters): Filters | null {
  const amount = readAmount(said);
  return amount === null || signOf(amount) < 0 ? null : filter(amount);
}

function readSpan(said: string): Filters | null {
  const [, count = "", letter = ""] = /^(\d{1,3})([dwmy])$/i.exec(said) ?? [];
  const span = SPANS[letter.toLowerCase()];
  return span === undefined ? null : { from: spanAgo(Number(count), span), to: undefined };
}

/** A name that begins so goes before one that has it somewhere, and a group before what is in it. */
function readCategory(said: string, groups: readonly Group[]): Filters | null {
  const named = [
    ...groups.map(({ primary, label }) => ({ code: primary, label })),
    ...groups.flatMap(({ children }) => children.map(({ detailed, label }) => ({ code: detailed, label }))),
  ].map(({ code, label }) => ({ code, label: label.toLocaleLowerCase() }));
  const wanted = said.toLocaleLowerCase();
  const found =
    named.find(({ label }) => label.startsWith(wanted)) ?? named.find(({ label }) => label.includes(wanted));
  return found === undefined ? null : { category: found.code };
}
