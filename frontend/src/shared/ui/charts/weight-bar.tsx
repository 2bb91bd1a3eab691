/** One bar whose parts show how a total is made up. */
import { seriesColor } from "@/shared/ui/series";

type WeightBarProps = { parts: readonly { key: string; share: number; series: number }[] };

export function WeightBar({ parts }: WeightBarProps) {
  return (
    <div aria-hidden="true" className="flex h-2 gap-0.5 overflow-hidden rounded-full bg-sunken">
      {parts.map(({ key, share, series }) => (
        <span
          key={key}
          className="h-full min-w-0.5 rounded-[2px]"
          style={{ width: `${share * 100}%`, backgroundColor: seriesColor(series) }}
        />
      ))}
    </div>
  );
}
