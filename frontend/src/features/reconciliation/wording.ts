/** Causes and fixes in a person's words. */
import type { SuggestedFix, Suggestion } from "@/shared/api/types";

export const CAUSES: Record<Suggestion["cause"], string> = {
  missing: "A row is missing",
  duplicate: "A row is there twice",
  pending_and_posted: "Pending and posted, both counted",
  pending_counted: "The bank counts something pending",
  transposed: "Two digits swapped",
  sign: "The wrong sign",
  sister: "In the wrong account",
  subset: "Rows the bank does not count",
  opening: "The opening balance is off",
  combination: "Several things together",
};

const DEEDS: Record<SuggestedFix["action"], string> = {
  add: "Add a signed entry",
  remove: "Take the row away",
  restore: "Bring the row back",
  flip: "Turn the sign round",
  move: "Move the row",
  move_opening: "Move the opening balance",
  wait: "Wait: it settles by itself",
};

export function deedWords(fix: SuggestedFix, accountName: (id: string) => string): string {
  const { action, to_account_id } = fix;
  return action === "move" && to_account_id !== null
    ? `Move the row to ${accountName(to_account_id)}`
    : DEEDS[action];
}

/** Nothing to press where every deed is to wait. */
export function isWaiting({ fixes }: Pick<Suggestion, "fixes">): boolean {
  return fixes.every(({ action }) => action === "wait");
}

/** A number would pretend to an exactness that a guess has not; the figure stands behind the word. */
export function likelihood(confidence: number): string {
  if (confidence >= 0.6) return "Very likely";
  if (confidence >= 0.3) return "Likely";
  return confidence >= 0.1 ? "Possible" : "Less likely";
}
