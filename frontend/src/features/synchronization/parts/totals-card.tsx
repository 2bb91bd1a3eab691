/** The last day in figures, and what is not as it should be. */
import type { SyncOverview } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";
import { Card } from "@/shared/ui/card";
import { ClockFigure } from "@/shared/ui/clocks";
import type { Tone } from "@/shared/ui/state";

type Totals = SyncOverview["totals"];
type Figure = { label: string; of: (totals: Totals) => number; toneIfAny: Tone };

const FIGURES: readonly Figure[] = [
  { label: "Syncing now", of: ({ syncing }) => syncing, toneIfAny: "working" },
  { label: "Overdue", of: ({ overdue }) => overdue, toneIfAny: "attention" },
  { label: "Need you", of: ({ needs_person }) => needs_person, toneIfAny: "attention" },
  { label: "Unusually quiet", of: ({ silent_accounts }) => silent_accounts, toneIfAny: "attention" },
  { label: "Syncs in 24 hours", of: ({ syncs_succeeded_today }) => syncs_succeeded_today, toneIfAny: "good" },
  { label: "Failed in 24 hours", of: ({ syncs_failed_today }) => syncs_failed_today, toneIfAny: "attention" },
];

export function TotalsCard({ totals }: { totals: Totals }) {
  return (
    <Card title="At a glance">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 tabular-nums">
        {FIGURES.map(({ label, of, toneIfAny }) => (
          <ClockFigure key={label} label={label} tone={of(totals) === 0 ? "neutral" : toneIfAny}>
            {formatCount(of(totals))}
          </ClockFigure>
        ))}
      </dl>
    </Card>
  );
}
