/** The mark of a bank, a merchant or a category: a letter or an icon in a tinted circle. Nothing is fetched for it. */
import type { ReactNode } from "react";
import { cx } from "@/shared/ui/cx";
import { seriesColor, seriesIndexOfName } from "@/shared/ui/series";

type MarkProps = {
  /** Gives the letter and, unless `series` says otherwise, the tint. */
  name: string;
  series?: number;
  icon?: ReactNode;
  size?: "small" | "medium" | "large";
};

const SIZES = { small: "size-6 text-12", medium: "size-8 text-13", large: "size-11 text-16" } as const;

export function Mark({ name, series = seriesIndexOfName(name), icon, size = "medium" }: MarkProps) {
  const color = seriesColor(series);
  return (
    <span
      aria-hidden
      className={cx(
        "grid shrink-0 place-items-center rounded-full font-semibold text-ink [&>svg]:size-1/2",
        SIZES[size],
      )}
      style={{ backgroundColor: `color-mix(in srgb, ${color} 18%, var(--sheet))` }}
    >
      {icon ?? firstLetter(name)}
    </span>
  );
}

function firstLetter(name: string): string {
  return name.match(/\p{L}|\p{N}/u)?.[0]?.toLocaleUpperCase() ?? "•";
}
