/** The rows a person has picked out of the list, one by one or as a stretch. */
import { useCallback, useMemo, useState } from "react";
import type { Transaction } from "@/shared/api/types";

export type Selection = {
  chosen: readonly Transaction[];
  has: (id: string) => boolean;
  /** A stretch reaches from the row picked last to this one. */
  pick: (id: string, isStretch: boolean) => void;
  clear: () => void;
};

const NONE: ReadonlySet<string> = new Set();

export function useSelection(transactions: readonly Transaction[]): Selection {
  const [ids, setIds] = useState(NONE);
  const [last, setLast] = useState<string>();
  // What has left the list meanwhile is not changed unseen.
  const chosen = useMemo(() => transactions.filter(({ id }) => ids.has(id)), [transactions, ids]);
  const clear = useCallback(() => setIds(NONE), []);

  function pick(id: string, isStretch: boolean) {
    const next = new Set(ids);
    if (isStretch) for (const each of stretch(transactions, last ?? id, id)) next.add(each);
    else if (!next.delete(id)) next.add(id);
    setIds(next);
    setLast(id);
  }

  return { chosen, has: (id) => ids.has(id), pick, clear };
}

function stretch(transactions: readonly Transaction[], from: string, to: string): string[] {
  const places = [from, to].map((id) => transactions.findIndex((each) => each.id === id));
  const [begin, end] = [Math.min(...places), Math.max(...places)];
  return begin < 0 ? [to] : transactions.slice(begin, end + 1).map(({ id }) => id);
}
