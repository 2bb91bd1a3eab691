/** What a transaction still waits for, in one word everywhere. */
import type { Transaction } from "@/shared/api/types";

/** "Pending": the bank has announced it. "Expected": a person or a file has, and the bank has not seen it yet. */
export function waitingWord({ pending, origin }: Pick<Transaction, "pending" | "origin">): string | null {
  if (!pending) return null;
  return origin === "bank" ? "Pending" : "Expected";
}
