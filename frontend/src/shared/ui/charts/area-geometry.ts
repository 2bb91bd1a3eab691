/** Where the points, ticks and paths of an area chart lie. Pure, so that the drawing stays a drawing. */
import { scaleLinear } from "d3-scale";
import { area, curveMonotoneX, line } from "d3-shape";

export type AreaPoint = { key: string; value: number };
export type Placed = { x: number; y: number };
export type AreaGeometry = {
  points: readonly Placed[];
  linePath: string;
  areaPath: string;
  /** The second line, over the days that have a value, and where these lie. */
  besidePath: string;
  besidePoints: readonly Placed[];
  ticks: readonly { value: number; y: number }[];
  left: number;
  baseline: number;
};

export type Frame = {
  width: number;
  height: number;
  /** How much room the ticks' labels take. */
  left: (ticks: readonly number[]) => number;
  right: number;
  top: number;
  bottom: number;
};

export function areaGeometry(
  points: readonly AreaPoint[],
  frame: Frame,
  beside: readonly (number | null)[] = [],
): AreaGeometry {
  const known = beside.filter((value) => value !== null);
  const values = [...points.map(({ value }) => value), ...known];
  const low = Math.min(...values);
  const high = Math.max(...values);
  // A flat line sits in the middle instead of on an edge; otherwise leave a tenth of air on both sides.
  const air = high === low ? Math.max(1, Math.abs(high) * 0.05) : (high - low) * 0.1;
  const y = scaleLinear([low - air, high + air], [frame.height - frame.bottom, frame.top]).nice(4);
  const ticks = y.ticks(4);
  const left = frame.left(ticks);
  const x = scaleLinear([0, Math.max(1, points.length - 1)], [left, frame.width - frame.right]);
  const baseline = frame.height - frame.bottom;
  const placed = points.map(({ value }, index) => ({ x: x(index), y: y(value) }));
  const besidePoints = beside.flatMap((value, index) =>
    value === null ? [] : [{ x: x(index), y: y(value) }],
  );
  const drawLine = line<Placed>(
    (point) => point.x,
    (point) => point.y,
  ).curve(curveMonotoneX);
  const drawArea = area<Placed>()
    .x((point) => point.x)
    .y0(baseline)
    .y1((point) => point.y)
    .curve(curveMonotoneX);
  return {
    points: placed,
    linePath: drawLine(placed) ?? "",
    areaPath: drawArea(placed) ?? "",
    besidePath: drawLine(besidePoints) ?? "",
    besidePoints,
    ticks: ticks.map((value) => ({ value, y: y(value) })),
    left,
    baseline,
  };
}

/** The index of the point nearest to a horizontal position. */
export function nearestIndex(points: readonly Placed[], x: number): number {
  let best = 0;
  for (const [index, point] of points.entries()) {
    if (Math.abs(point.x - x) < Math.abs((points[best]?.x ?? 0) - x)) best = index;
  }
  return best;
}
