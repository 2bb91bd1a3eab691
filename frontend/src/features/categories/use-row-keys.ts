/** Keys in the tree of categories: one tab stop, arrows or J and K between rows, left and right fold. */
import { type KeyboardEvent, type RefObject, useState } from "react";
import type { TreeRow } from "@/features/categories/tree";

export type RowDeeds = {
  onFold: (row: TreeRow, isOpen: boolean) => void;
  onOpen: (row: TreeRow) => void;
  onChange: (row: TreeRow) => void;
  onAdd: (row: TreeRow) => void;
  onMerge: (row: TreeRow) => void;
  onRemove: (row: TreeRow) => void;
};

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const DEEDS: Readonly<Record<string, keyof Omit<RowDeeds, "onFold">>> = {
  Enter: "onOpen",
  e: "onChange",
  n: "onAdd",
  m: "onMerge",
  Delete: "onRemove",
};

export function useRowKeys(tree: RefObject<HTMLElement | null>, rows: readonly TreeRow[], deeds: RowDeeds) {
  const [wanted, setActive] = useState<string | null>(null);
  // The row that had the focus may be folded away or removed: then the first takes its place.
  const active = rows.some(({ id }) => id === wanted) ? wanted : (rows[0]?.id ?? null);

  function focus(id: string | undefined) {
    if (id === undefined) return;
    setActive(id);
    tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus();
  }

  function fold(row: TreeRow, isOpen: boolean) {
    if (row.kind === "group") deeds.onFold(row, isOpen);
    else if (!isOpen) focus(row.group.primary);
  }

  function act(event: KeyboardEvent, row: TreeRow, place: number): boolean {
    const step = STEPS[event.key];
    const deed = DEEDS[event.key];
    if (step !== undefined) focus(rows[place + step]?.id);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") fold(row, event.key === "ArrowRight");
    else if (deed !== undefined) deeds[deed](row);
    else return false;
    return true;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = rows.findIndex(({ id }) => id === rowUnder(event.target));
    const row = rows[place];
    if (row !== undefined && act(event, row, place)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  return { active, onKeyDown, onFocusRow: setActive };
}

/** The row that has the focus itself: keys on a button or a link inside a row are theirs. */
function rowUnder(target: EventTarget): string | undefined {
  return target instanceof HTMLElement ? target.dataset.row : undefined;
}
