/** Whether a moment has passed; the page is drawn again when it does. */
import { useEffect, useReducer } from "react";

export function useIsOver(instant: string | null): boolean {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  const left = instant === null ? 0 : Date.parse(instant) - Date.now();
  useEffect(() => {
    if (instant === null) return;
    const timer = setTimeout(tick, Math.max(0, Date.parse(instant) - Date.now()) + 50);
    return () => clearTimeout(timer);
  }, [instant]);
  return left <= 0;
}
