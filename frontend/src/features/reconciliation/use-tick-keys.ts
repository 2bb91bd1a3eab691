/** Where the keyboard stands in a list of rows to tick, and what its keys do there. */
import { type KeyboardEvent, useState } from "react";
import type { StatementRow } from "@/shared/api/types";

type OnTick = (ids: readonly string[], isTicked: boolean) => void;

const STEPS: Readonly<Record<string, number>> = {
  j: 1,
  J: 1,
  ArrowDown: 1,
  k: -1,
  K: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

export function useTickKeys(rows: readonly StatementRow[], onTick: OnTick) {
  const [place, setPlace] = useState(0);
  // Where a stretch begins that Shift Space ends.
  const [anchor, setAnchor] = useState(0);
  const last = rows.length - 1;
  const active = Math.min(place, last);
  const within = (to: number) => Math.max(0, Math.min(last, to));

  function tickAt(at: number, isStretch: boolean) {
    const from = isStretch ? Math.min(anchor, at) : at;
    const to = isStretch ? Math.max(anchor, at) : at;
    const stretch = rows.slice(from, to + 1);
    // The ticked rows leave this list: what moves up into their place is the next to look at.
    setPlace(within(from));
    setAnchor(within(from));
    onTick(
      stretch.map(({ id }) => id),
      stretch[0]?.ticked !== true,
    );
  }

  function move(step: number, isStretch: boolean) {
    const to = within(active + step);
    setPlace(to);
    if (!isStretch) setAnchor(to);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = STEPS[event.key];
    const isOurs = step !== undefined || event.key === " ";
    if (!isOurs || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (step === undefined) tickAt(active, event.shiftKey);
    else move(step, event.shiftKey);
  }

  return { active, tickAt, onKeyDown };
}
