/** A value over time: a line over a light area, the same read-out for pointer, keyboard and screen reader. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { type AreaGeometry, areaGeometry, nearestIndex, type Placed } from "@/shared/ui/charts/area-geometry";
import { TableTwin } from "@/shared/ui/charts/table-twin";
import { useSize } from "@/shared/ui/charts/use-size";

export type AreaChartProps = {
  label: string;
  points: readonly {
    key: string;
    value: number /** "21 Nov" */;
    title: string /** "$12,345.67" */;
    text: string;
  }[];
  /** How the axis writes a number. */
  formatTick: (value: number) => string;
  headings: readonly [string, string];
  /** A second line, dashed and without an area: one entry for each point, null where nothing is known. */
  beside?: { heading: string; values: readonly ({ value: number; text: string } | null)[] };
};

const FIRST_SIZE = { width: 640, height: 220 };
const MARGIN = { right: 4, top: 12, bottom: 24 };
const TICK_GAP = 10;
// What a figure of the smallest size takes; a little too much is better than a line through a label.
const CHARACTER_WIDTH = 6.8;

/** Fills the box it is given; that box must have a height of its own. */
export function AreaChart({ label, points, formatTick, headings, beside }: AreaChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(element, FIRST_SIZE);
  const second = beside?.values.map((each) => each?.value ?? null);
  // The labels live in a margin as wide as the longest: a locale may need twice the room of another.
  const left = (ticks: readonly number[]) =>
    Math.max(...ticks.map((tick) => formatTick(tick).length)) * CHARACTER_WIDTH + TICK_GAP;
  const geometry = areaGeometry(points, { width, height, left, ...MARGIN }, second);
  const [active, setActive] = useState<number | null>(null);
  const shown = active === null ? undefined : points[active];
  const place = active === null ? undefined : geometry.points[active];
  const last = points.length - 1;

  return (
    <div ref={element} className="relative h-full">
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${label}. Use the arrow keys to read single days.`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={active ?? last}
        aria-valuetext={describe(points[active ?? last], besideText(beside, active ?? last))}
        className="absolute inset-0 touch-pan-y rounded-control"
        onPointerMove={(event) => setActive(nearestIndex(geometry.points, pointerX(event)))}
        onPointerLeave={() => setActive(null)}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && setActive(last)}
        onBlur={() => setActive(null)}
        onKeyDown={(event) => {
          const next = steppedIndex(event, active ?? last, last);
          if (next === null) return;
          event.preventDefault();
          setActive(next);
        }}
      >
        <Drawing geometry={geometry} width={width} height={height} formatTick={formatTick} place={place} />
      </div>
      <DayAxis points={points} left={geometry.left} />
      {shown === undefined || place === undefined ? null : (
        <ReadOut
          x={place.x}
          width={width}
          title={shown.title}
          text={withBeside(shown.text, besideText(beside, active))}
        />
      )}
      <Twin label={label} points={points} headings={headings} beside={beside} />
    </div>
  );
}

type TwinProps = Pick<AreaChartProps, "label" | "points" | "headings"> & {
  beside: AreaChartProps["beside"] | undefined;
};

function Twin({ label, points, headings, beside }: TwinProps) {
  if (beside === undefined) {
    return (
      <TableTwin caption={label} headings={headings} rows={points.map(({ title, text }) => [title, text])} />
    );
  }
  const rows = points.map(({ title, text }, index) => [
    title,
    text,
    beside.values[index]?.text ?? "Not known",
  ]);
  return <TableTwin caption={label} headings={[...headings, beside.heading]} rows={rows} />;
}

function describe(point: { title: string; text: string } | undefined, beside: string | null): string {
  return point === undefined ? "No data" : `${point.title}: ${withBeside(point.text, beside)}`;
}

function besideText(beside: AreaChartProps["beside"], index: number | null): string | null {
  const here = index === null ? null : beside?.values[index];
  return here ? `${beside?.heading} ${here.text}` : null;
}

function withBeside(text: string, beside: string | null): string {
  return beside === null ? text : `${text} · ${beside}`;
}

function pointerX(event: PointerEvent<HTMLDivElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left;
}

function steppedIndex(event: KeyboardEvent, index: number, last: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -7,
    PageUp: 7,
  };
  if (event.key === "Home") return 0;
  if (event.key === "End") return last;
  const step = steps[event.key];
  return step === undefined ? null : Math.min(last, Math.max(0, index + step));
}

type DrawingProps = {
  geometry: AreaGeometry;
  width: number;
  height: number;
  formatTick: (value: number) => string;
  place: Placed | undefined;
};

function Drawing({ geometry, width, height, formatTick, place }: DrawingProps) {
  return (
    <svg aria-hidden="true" width={width} height={height} className="block overflow-visible">
      {geometry.ticks
        .filter(({ y }) => y < geometry.baseline - 8)
        .map(({ value, y }) => (
          <g key={value}>
            <line x1={geometry.left} x2={width} y1={y} y2={y} stroke="var(--hairline)" />
            <text x={0} y={y + 4} className="fill-ink-2 text-12">
              {formatTick(value)}
            </text>
          </g>
        ))}
      <path d={geometry.areaPath} fill="var(--accent)" fillOpacity={0.12} />
      <path d={geometry.linePath} fill="none" stroke="var(--accent)" strokeWidth={2} strokeLinejoin="round" />
      <Beside geometry={geometry} />
      <line
        x1={geometry.left}
        x2={width}
        y1={geometry.baseline}
        y2={geometry.baseline}
        stroke="var(--ink-3)"
      />
      {place === undefined ? null : (
        <>
          <line
            x1={place.x}
            x2={place.x}
            y1={0}
            y2={geometry.baseline}
            stroke="var(--ink-3)"
            strokeDasharray="2 3"
          />
          <circle
            cx={place.x}
            cy={place.y}
            r={4.5}
            fill="var(--accent)"
            stroke="var(--sheet)"
            strokeWidth={2}
          />
        </>
      )}
    </svg>
  );
}

// More of them would be a second line of dots.
const MOST_DOTS = 24;

function Beside({ geometry: { besidePath, besidePoints } }: { geometry: AreaGeometry }) {
  return (
    <>
      <path d={besidePath} fill="none" stroke="var(--ink-2)" strokeWidth={1.5} strokeDasharray="4 3" />
      {besidePoints.length > MOST_DOTS
        ? null
        : besidePoints.map(({ x, y }) => <circle key={x} cx={x} cy={y} r={2.5} fill="var(--ink-2)" />)}
    </>
  );
}

function DayAxis({ points, left }: { points: AreaChartProps["points"]; left: number }) {
  const middle = points[Math.floor((points.length - 1) / 2)];
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute right-0 bottom-0 flex justify-between text-12 text-ink-2"
      style={{ left }}
    >
      <span>{points[0]?.title}</span>
      {points.length > 2 ? <span>{middle?.title}</span> : null}
      {points.length > 1 ? <span>{points.at(-1)?.title}</span> : null}
    </div>
  );
}

function ReadOut({ x, width, title, text }: { x: number; width: number; title: string; text: string }) {
  const left = Math.min(Math.max(x, 64), Math.max(64, width - 64));
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute -top-3 -translate-x-1/2 rounded-control bg-ink px-2.5 py-1 text-center whitespace-nowrap text-paper shadow-float"
      style={{ left }}
    >
      <div className="text-12 opacity-80">{title}</div>
      <div className="text-13 font-medium tabular-nums">{text}</div>
    </div>
  );
}
