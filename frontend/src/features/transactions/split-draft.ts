/** The parts of a transaction while a person divides it: amounts as typed, in the direction of the whole. */
import type { Part, Transaction } from "@/shared/api/types";
import { absolute, negate, signOf, subtract, sum } from "@/shared/lib/money";
import { readAmount, typedAmount } from "@/shared/lib/typed-amount";

export type DraftPart = { key: number; category: string; amount: string; note: string };
type Whole = Pick<Transaction, "amount" | "category" | "parts">;
export type PartGiven = { amount: string; category_detailed: string; note: string | null };

/** What is 60 of a purchase is −60 of money: people type parts of a purchase without a sign. */
function turned(amount: string, whole: string): string {
  return signOf(whole) < 0 ? negate(amount) : amount;
}

/** "60.00" of −60: two places at least, as people write money. */
function typedOf(amount: string, whole: string): string {
  const plain = turned(amount, whole);
  const [units, places = ""] = plain.split(".");
  return typedAmount(places.length >= 2 ? plain : `${units}.${places.padEnd(2, "0")}`);
}

/** What a person begins with: the parts as they are, or the whole and room for a second part. */
export function draftOf(transaction: Whole): DraftPart[] {
  const { amount, category, parts } = transaction;
  if (parts.length > 0) return parts.map((part, key) => draftPart(part, key, amount));
  return [
    { key: 0, category: category?.detailed ?? "", amount: typedOf(amount, amount), note: "" },
    { key: 1, category: "", amount: "", note: "" },
  ];
}

function draftPart({ amount, category_detailed, note }: Part, key: number, whole: string): DraftPart {
  return { key, category: category_detailed, amount: typedOf(amount, whole), note: note ?? "" };
}

export function hasAmount({ amount }: DraftPart): boolean {
  return amount.trim() !== "";
}

/** What of the whole stands in no part yet; null while an amount cannot be read. */
export function restOf(draft: readonly DraftPart[], whole: string): string | null {
  const amounts = draft.filter(hasAmount).map(({ amount }) => readAmount(amount));
  if (amounts.some((amount) => amount === null)) return null;
  return subtract(turned(whole, whole), sum(amounts.filter((amount) => amount !== null)));
}

/** Another part, which takes what is left. */
export function withAnother(draft: readonly DraftPart[], whole: string): DraftPart[] {
  const rest = restOf(draft, whole);
  const amount = rest === null || signOf(rest) === 0 ? "" : typedOf(turned(rest, whole), whole);
  return [...draft, { key: nextKey(draft), category: "", amount, note: "" }];
}

function nextKey(draft: readonly DraftPart[]): number {
  return Math.max(-1, ...draft.map(({ key }) => key)) + 1;
}

/** Lets one part take what is left, so that the parts add up. */
export function withRestIn(draft: readonly DraftPart[], key: number, whole: string): DraftPart[] {
  const rest = restOf(draft, whole) ?? "0";
  return draft.map((part) =>
    part.key === key
      ? { ...part, amount: typedOf(turned(sum([readAmount(part.amount) ?? "0", rest]), whole), whole) }
      : part,
  );
}

/** Why the draft cannot be saved yet, in words; null when it can. */
export function complaintOf(draft: readonly DraftPart[], whole: string): string | null {
  if (draft.length < 2) return "Two parts at least.";
  if (draft.some(({ category }) => category === "")) return "Every part needs a category.";
  const amounts = draft.map(({ amount }) => readAmount(amount));
  if (amounts.some((amount) => amount === null || signOf(amount) === 0)) return "Every part needs an amount.";
  const rest = restOf(draft, whole);
  return rest !== null && signOf(rest) === 0 ? null : "The parts must add up to the whole.";
}

export function partsOf(draft: readonly DraftPart[], whole: string): PartGiven[] {
  return draft.map(({ amount, category, note }) => ({
    amount: turned(readAmount(amount) ?? "0", whole),
    category_detailed: category,
    note: note.trim() || null,
  }));
}

/** The largest part: where a small change of the whole most likely belongs. */
export function largestPart(parts: readonly Part[]): number {
  const sizes = parts.map(({ amount }) => absolute(amount));
  return sizes.reduce(
    (best, size, place) => (signOf(subtract(size, sizes[best] ?? "0")) > 0 ? place : best),
    0,
  );
}
