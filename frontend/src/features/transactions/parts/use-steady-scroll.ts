/** Keeps what is being read where it is when rows arrive above it, and counts what arrived. */
import type { Virtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";
import type { ListItem } from "@/features/transactions/parts/list-items";

type Scroller = Virtualizer<Window, Element>;

/** Returns how many rows wait above, and a function that shows them. */
export function useSteadyScroll(items: readonly ListItem[], scroller: Scroller) {
  const seen = useRef<{ first: string | undefined; count: number }>({ first: undefined, count: 0 });
  const [waiting, setWaiting] = useState(0);

  useLayoutEffect(() => {
    const previous = seen.current;
    const rows = items.filter((item) => item.kind === "row");
    seen.current = { first: rows[0]?.key, count: rows.length };
    if (previous.first === undefined || previous.first === rows[0]?.key) return;
    const arrived = rows.findIndex((row) => row.key === previous.first);
    const top = scroller.options.scrollMargin;
    if (arrived <= 0 || window.scrollY <= top) return;
    const index = items.findIndex((item) => item.key === previous.first);
    const grownBy = offsetOf(scroller, index) - offsetOf(scroller, 1);
    window.scrollBy({ top: grownBy, behavior: "instant" });
    setWaiting((count) => count + arrived);
  }, [items, scroller]);

  const show = () => {
    setWaiting(0);
    window.scrollTo({ top: 0, behavior: "smooth" });
  };
  return { waiting, show };
}

function offsetOf(scroller: Scroller, index: number): number {
  return scroller.measurementsCache[index]?.start ?? 0;
}
