/** Keeps what floats off the field a person is typing in: it moves to its other place when the two meet. */
import { type RefObject, useEffect, useEffectEvent, useState } from "react";

const FIELDS = "input, textarea, select, [contenteditable=true]";

/**
 * Whether the floating element has to stand at its other place. `onChange` calls back when it may have grown; nothing
 * moves without a reason, or it would run away from a hand that reaches for it.
 */
export function useClearOfField(
  floating: RefObject<HTMLElement | null>,
  onChange: (listener: () => void) => () => void,
): boolean {
  const [isAway, setIsAway] = useState(false);
  const check = useEffectEvent(() => {
    if (floating.current !== null && coversField(floating.current)) setIsAway(!isAway);
  });

  useEffect(() => {
    // What has grown is measured once it is drawn.
    const later = () => void requestAnimationFrame(() => check());
    const now = () => check();
    const leave = onChange(later);
    document.addEventListener("focusin", now);
    window.addEventListener("scroll", now, { capture: true, passive: true });
    window.addEventListener("resize", now);
    return () => {
      leave();
      document.removeEventListener("focusin", now);
      window.removeEventListener("scroll", now, { capture: true });
      window.removeEventListener("resize", now);
    };
  }, [onChange]);
  return isAway;
}

function coversField(floating: HTMLElement): boolean {
  const field = document.activeElement;
  if (field === null || !field.matches(FIELDS) || floating.contains(field)) return false;
  const [own, its] = [floating.getBoundingClientRect(), field.getBoundingClientRect()];
  return own.left < its.right && its.left < own.right && own.top < its.bottom && its.top < own.bottom;
}
