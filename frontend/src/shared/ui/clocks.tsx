/** The clocks between a bank and a reader, kept apart: bank to Plaid, Plaid to Saldo, Saldo to this page. */
import type { ReactNode } from "react";
import type { AccountSyncStatus, Clock } from "@/shared/api/types";
import { useLiveState } from "@/shared/realtime/live-state";
import { AgoText } from "@/shared/ui/date-text";
import { StateDot, type Tone } from "@/shared/ui/state";

const TONES: Record<Clock["freshness"], Tone> = { fresh: "good", late: "attention", unknown: "neutral" };

type ClocksProps = {
  clocks: Pick<AccountSyncStatus["connection"], "bank_to_provider" | "provider_to_us">;
  /** The bank lets nobody in: however fresh the figures are, no newer ones will come. */
  isStopped?: boolean | undefined;
};

export function ThreeClocks({ clocks, isStopped = false }: ClocksProps) {
  const live = useLiveState().status === "live";
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-4">
      <BankClock label="Your bank told Plaid" clock={clocks.bank_to_provider} isStopped={isStopped} />
      <BankClock label="Plaid told Saldo" clock={clocks.provider_to_us} isStopped={isStopped} />
      <ClockFigure label="Saldo tells you" tone={live ? "good" : "attention"}>
        {live ? "Live" : "When this page is online again"}
      </ClockFigure>
    </dl>
  );
}

function BankClock({ label, clock, isStopped }: { label: string; clock: Clock; isStopped: boolean }) {
  const isLate = clock.freshness === "late" && !isStopped;
  return (
    <ClockFigure label={label} tone={isStopped ? "attention" : TONES[clock.freshness]}>
      {clock.at === null ? "Not known" : <AgoText instant={clock.at} />}
      {isLate ? ", late" : ""}
      {isStopped ? ", stopped" : ""}
    </ClockFigure>
  );
}

export function ClockFigure({ label, tone, children }: { label: string; tone?: Tone; children: ReactNode }) {
  return (
    <div>
      <dt className="text-13 text-ink-2">{label}</dt>
      <dd className="mt-0.5 flex items-start gap-1.5 font-medium">
        {tone === undefined ? null : (
          <span className="flex h-5 shrink-0">
            <StateDot tone={tone} />
          </span>
        )}
        <span className="inline-block first-letter:uppercase">{children}</span>
      </dd>
    </div>
  );
}
