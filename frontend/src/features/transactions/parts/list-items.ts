/** Rows and the day headings between them, as one flat list for the virtual scroller. */
import type { Transaction } from "@/shared/api/types";

export type ListItem =
  | { kind: "day"; key: string; date: string }
  | { kind: "row"; key: string; transaction: Transaction; rowIndex: number };

/** Transactions come newest first; each day gets its heading once. */
export function listItems(transactions: readonly Transaction[]): ListItem[] {
  const items: ListItem[] = [];
  let day = "";
  transactions.forEach((transaction, rowIndex) => {
    if (transaction.date !== day) {
      day = transaction.date;
      items.push({ kind: "day", key: `day-${day}`, date: day });
    }
    items.push({ kind: "row", key: transaction.id, transaction, rowIndex });
  });
  return items;
}

/** The index among the items of the next row in a direction, or the same one at the end. */
export function neighbour(items: readonly ListItem[], from: number, step: 1 | -1): number {
  for (let index = from + step; index >= 0 && index < items.length; index += step) {
    if (items[index]?.kind === "row") return index;
  }
  return from;
}
