/** States in a dot or a pill: always with words, the colour only repeats them. */
import type { ReactNode } from "react";
import { cx } from "@/shared/ui/cx";

export type Tone = "good" | "neutral" | "attention" | "problem" | "working";

const DOTS: Record<Tone, string> = {
  good: "bg-accent",
  neutral: "bg-ink-3",
  attention: "bg-attention",
  problem: "bg-problem",
  working: "bg-accent animate-breathe",
};

const PILLS: Record<Tone, string> = {
  good: "bg-accent/10 text-accent",
  neutral: "bg-sunken text-ink-2",
  // A little ink in the amber: on its own tint it would miss the contrast of small text.
  attention: "bg-attention/12 text-[color-mix(in_srgb,var(--attention)_72%,var(--ink))]",
  problem: "bg-problem/10 text-problem",
  working: "bg-accent/10 text-accent",
};

/** The label is for screen readers; leave it out only where words stand beside the dot. */
export function StateDot({ tone, label }: { tone: Tone; label?: string }) {
  return (
    <span className="inline-flex items-center">
      <span aria-hidden className={cx("size-2 rounded-full", DOTS[tone])} />
      {label === undefined ? null : <span className="sr-only">{label}</span>}
    </span>
  );
}

export function Pill({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex h-6 items-center gap-1.5 rounded-full px-2.5 text-12 font-medium whitespace-nowrap",
        PILLS[tone],
      )}
    >
      <span aria-hidden className={cx("size-1.5 rounded-full", DOTS[tone])} />
      {children}
    </span>
  );
}
