/** One tab stop for the list: arrows or j and k move inside it, Enter opens, Space picks rows out. */
import { type KeyboardEvent, useState } from "react";
import { type ListItem, neighbour } from "@/features/transactions/parts/list-items";
import type { Selection } from "@/features/transactions/use-selection";

type Doing = {
  reveal: (index: number) => void;
  onOpen: (transactionId: string) => void;
  selection: Selection;
};

export function useRowKeys(items: readonly ListItem[], { reveal, onOpen, selection }: Doing) {
  const [chosen, setActive] = useState(-1);
  const active = items[chosen]?.kind === "row" ? chosen : neighbour(items, -1, 1);

  function moveTo(index: number) {
    setActive(index);
    reveal(index);
    // The row may be mounted by the scroll only: focus it once it is there.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-row="${items[index]?.key}"]`)?.focus(),
    );
  }

  function deedOf({ key, shiftKey }: KeyboardEvent, id: string): (() => void) | undefined {
    const step = STEPS.get(key);
    if (step !== undefined) return () => moveTo(neighbour(items, active, step));
    if (key === "Enter") return () => onOpen(id);
    if (key === " ") return () => selection.pick(id, shiftKey);
    return key === "Escape" ? selection.clear : undefined;
  }

  function onKeyDown(event: KeyboardEvent) {
    const item = items[active];
    if (hasModifier(event) || item?.kind !== "row") return;
    const deed = deedOf(event, item.transaction.id);
    if (deed === undefined) return;
    event.preventDefault();
    deed();
  }
  return { active, setActive, onKeyDown };
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

const STEPS = new Map<string, 1 | -1>([
  ["ArrowDown", 1],
  ["j", 1],
  ["ArrowUp", -1],
  ["k", -1],
]);
