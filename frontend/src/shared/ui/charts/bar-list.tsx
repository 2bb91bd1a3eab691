/** Named amounts as bars, longest first, with the earlier amount as a thin ghost mark on the same scale. */
import type { ReactNode } from "react";
import { cx } from "@/shared/ui/cx";
import { seriesColor } from "@/shared/ui/series";

export type Bar = {
  key: string;
  label: string;
  series: number;
  /** 0 to 1 of the longest bar. */
  share: number;
  /** The same scale; null when there is nothing to compare with. */
  ghost: number | null;
  figure: ReactNode;
  note?: ReactNode;
};

type BarListProps = {
  label: string;
  bars: readonly Bar[];
  active?: string | null;
  onActive?: (key: string | null) => void;
  /** Wraps a row in what makes it clickable; it must keep the row's text as its name. */
  renderRow: (bar: Bar, content: ReactNode) => ReactNode;
};

export function BarList({ label, bars, active = null, onActive, renderRow }: BarListProps) {
  return (
    <ul aria-label={label} className="flex flex-col">
      {bars.map((bar) => (
        <li
          key={bar.key}
          className={cx(
            "transition-opacity duration-150",
            active !== null && active !== bar.key && "opacity-50",
          )}
          onPointerEnter={() => onActive?.(bar.key)}
          onPointerLeave={() => onActive?.(null)}
        >
          {renderRow(bar, <BarRow bar={bar} />)}
        </li>
      ))}
    </ul>
  );
}

function BarRow({ bar }: { bar: Bar }) {
  const color = seriesColor(bar.series);
  return (
    <>
      <span className="flex items-baseline gap-2 text-14">
        <span
          aria-hidden="true"
          className="size-2.5 shrink-0 self-center rounded-[3px]"
          style={{ backgroundColor: color }}
        />
        <span className="min-w-0 flex-1 truncate">{bar.label}</span>
        <span className="tabular-nums">{bar.figure}</span>
      </span>
      <span aria-hidden="true" className="relative mt-1.5 block h-1.5 rounded-full bg-sunken">
        <span
          className="absolute inset-y-0 left-0 rounded-full"
          style={{ width: `${bar.share * 100}%`, backgroundColor: color }}
        />
        {bar.ghost === null ? null : (
          <span
            className="absolute -inset-y-0.5 w-0.5 rounded-full bg-ink-2"
            style={{ left: `calc(${bar.ghost * 100}% - 1px)` }}
          />
        )}
      </span>
      {bar.note === undefined ? null : <span className="mt-1 block text-12 text-ink-2">{bar.note}</span>}
    </>
  );
}
