/** Arrow keys in a tree of links: one tab stop, up and down between what is visible, left and right fold. */
import { type KeyboardEvent, type RefObject, useEffect } from "react";

function itemsOf(tree: HTMLElement | null): HTMLElement[] {
  return tree === null ? [] : [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')];
}

function makeTabStop(items: readonly HTMLElement[], chosen: HTMLElement): void {
  for (const item of items) item.tabIndex = item === chosen ? 0 : -1;
}

function targetOf(key: string, items: readonly HTMLElement[], index: number): HTMLElement | undefined {
  switch (key) {
    case "ArrowDown":
      return items[index + 1];
    case "ArrowUp":
      return items[index - 1];
    case "Home":
      return items[0];
    case "End":
      return items.at(-1);
    default:
      return undefined;
  }
}

function folds(key: string, item: HTMLElement): boolean {
  const expanded = item.getAttribute("aria-expanded");
  return (key === "ArrowRight" && expanded === "false") || (key === "ArrowLeft" && expanded === "true");
}

export function useTreeKeys(tree: RefObject<HTMLElement | null>) {
  // After every render: rows come and go with the data, and exactly one must stay reachable by Tab.
  useEffect(() => {
    const items = itemsOf(tree.current);
    const chosen =
      items.find((item) => item === document.activeElement) ??
      items.find((item) => item.getAttribute("aria-current") === "page") ??
      items[0];
    if (chosen !== undefined) makeTabStop(items, chosen);
  });

  return (event: KeyboardEvent) => {
    const items = itemsOf(tree.current);
    const current = items.find((item) => item === document.activeElement);
    if (current === undefined) return;
    if (folds(event.key, current)) {
      event.preventDefault();
      current.click();
      return;
    }
    const target = targetOf(event.key, items, items.indexOf(current));
    if (target === undefined) return;
    event.preventDefault();
    makeTabStop(items, target);
    target.focus();
  };
}
