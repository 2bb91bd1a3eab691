/** Parts of a whole as a ring. The list beside it carries the words; the ring only shows proportion. */
import { arc, pie } from "d3-shape";
import type { ReactNode } from "react";
import { seriesColor } from "@/shared/ui/series";

export type Slice = { key: string; label: string; value: number; series: number };

type DonutProps = {
  slices: readonly Slice[];
  size?: number;
  /** The slice to bring forward: hovered here or in the list. */
  active?: string | null;
  onActive?: (key: string | null) => void;
  onSelect?: (key: string) => void;
  children?: ReactNode;
};

const RING = 22;

export function Donut({ slices, size = 176, active = null, onActive, onSelect, children }: DonutProps) {
  const radius = size / 2;
  const layout = pie<Slice>()
    .value(({ value }) => value)
    .sort(null)
    .padAngle(0.018);
  const draw = arc<{ startAngle: number; endAngle: number; padAngle: number }>()
    .innerRadius(radius - RING)
    .outerRadius(radius)
    .cornerRadius(3);
  return (
    <div className="relative shrink-0" style={{ width: size, height: size }}>
      <svg aria-hidden="true" viewBox={`${-radius} ${-radius} ${size} ${size}`} className="size-full">
        {layout([...slices]).map(({ data, startAngle, endAngle, padAngle }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a pointer shortcut for the link of the same name in the list
          <path
            key={data.key}
            d={draw({ startAngle, endAngle, padAngle }) ?? ""}
            fill={seriesColor(data.series)}
            opacity={active === null || active === data.key ? 1 : 0.3}
            className="cursor-pointer transition-opacity duration-150"
            onPointerEnter={() => onActive?.(data.key)}
            onPointerLeave={() => onActive?.(null)}
            onClick={() => onSelect?.(data.key)}
          />
        ))}
      </svg>
      <div className="pointer-events-none absolute inset-0 grid place-items-center text-center">
        {children}
      </div>
    </div>
  );
}
