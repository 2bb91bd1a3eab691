/** Keys that work everywhere: Ctrl K to search, `g` then a letter to go, `?` for all of them. */
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef } from "react";

const PLACES = {
  d: "/",
  t: "/transactions",
  a: "/accounts",
  b: "/connections",
  e: "/reconcile",
  s: "/sync",
  r: "/review",
  u: "/rules",
  m: "/merchants",
  c: "/categories",
} as const;
const CHORD_MS = 1_000;
// Not 0: an event's time counts from the page's start, and the first second of a page is no chord.
const NEVER = Number.NEGATIVE_INFINITY;

type PlaceKey = keyof typeof PLACES;

function isPlaceKey(key: string): key is PlaceKey {
  return key in PLACES;
}

const FIELDS = "input, textarea, select, [contenteditable]";

function isWithin(target: EventTarget | null, selector: string): boolean {
  return target instanceof HTMLElement && target.closest(selector) !== null;
}

function isPaletteKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
}

function isPlain(event: KeyboardEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.altKey);
}

function isKeysKey(event: KeyboardEvent): boolean {
  return event.key === "?" && isPlain(event) && !isWithin(event.target, FIELDS);
}

type Openers = { openPalette: () => void; openKeys: () => void };

export function useShortcuts({ openPalette, openKeys }: Openers): void {
  const navigate = useNavigate();
  const startedAt = useRef(NEVER);

  const onChord = (event: KeyboardEvent) => {
    // A grid has letters of its own.
    if (isWithin(event.target, `${FIELDS}, [role=grid]`)) return;
    const inChord = event.timeStamp - startedAt.current < CHORD_MS;
    startedAt.current = event.key === "g" ? event.timeStamp : NEVER;
    if (inChord && isPlaceKey(event.key)) void navigate({ to: PLACES[event.key] });
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isPaletteKey(event)) {
      event.preventDefault();
      openPalette();
    } else if (isKeysKey(event)) {
      openKeys();
    } else if (isPlain(event)) {
      onChord(event);
    }
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
