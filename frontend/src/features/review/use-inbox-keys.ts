/** Keys of the inbox, wherever on the page one is: J and K go from merchant to merchant, Z takes the last answer back. */
import { type RefObject, useEffect, useEffectEvent } from "react";

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
/** What keeps its keys to itself: fields that are typed into, and whatever floats above the page. */
const OWN_KEYS = "input:not([type=checkbox]), textarea, select, [role=dialog], [role=menu], [role=listbox]";

type InboxEvent = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "target">;

/** The key that is meant for the inbox, letters in small; null for one of the browser's or of a field. */
export function inboxKey({ key, ctrlKey, metaKey, altKey, target }: InboxEvent): string | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (target instanceof HTMLElement && target.closest(OWN_KEYS) !== null) return null;
  return key.length === 1 ? key.toLowerCase() : key;
}

export function useInboxKeys(list: RefObject<HTMLElement | null>, takeBack: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const key = inboxKey(event);
    if (key === "z") takeBack();
    else if (key !== null && move(list.current, key)) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

/** The settled card goes: the next one takes the focus, so that the keys go on working. */
export function focusBeside(list: HTMLElement | null): void {
  const cards = cardsIn(list);
  const place = focusedIn(cards);
  const next = cards[place + 1] ?? cards[place - 1];
  next?.focus();
}

/** Whether the key moved anything: outside the cards the arrows scroll the page, as everywhere. */
function move(list: HTMLElement | null, key: string): boolean {
  const step = STEPS[key];
  const cards = cardsIn(list);
  const place = focusedIn(cards);
  if (step === undefined || (place < 0 && key.length > 1)) return false;
  cards[place < 0 ? 0 : place + step]?.focus();
  return true;
}

function cardsIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>("[data-group]") ?? [])];
}

function focusedIn(cards: readonly HTMLElement[]): number {
  return cards.findIndex((card) => card.contains(document.activeElement));
}
