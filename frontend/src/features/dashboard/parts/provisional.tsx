/** Says beside the figures of a month that they may still move, until every row has its category. */
import { formatCount } from "@/shared/lib/figures";

export function Provisional({ waiting }: { waiting: number }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className="size-1.5 shrink-0 animate-breathe rounded-full bg-accent" />
      {formatCount(waiting)} still being categorised
    </span>
  );
}
