/** A soft glow, once, when a value changes while it is being looked at; none at first sight. */
import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "@/shared/ui/cx";

const GLOW = "animate-glow";

type HighlightProps = {
  /** What to compare: the glow follows a change of it. */ value: unknown;
  className?: string;
  children: ReactNode;
};

export function Highlight({ value, className, children }: HighlightProps) {
  const element = useRef<HTMLSpanElement>(null);
  const seen = useRef(value);
  useEffect(() => {
    if (Object.is(seen.current, value)) return;
    seen.current = value;
    const target = element.current;
    if (target === null) return;
    // Removing and adding in one frame would not restart the animation: the layout must be read in between.
    target.classList.remove(GLOW);
    target.getBoundingClientRect();
    target.classList.add(GLOW);
  }, [value]);
  return (
    <span
      ref={element}
      onAnimationEnd={() => element.current?.classList.remove(GLOW)}
      className={cx("rounded-[4px]", className)}
    >
      {children}
    </span>
  );
}
