/** The clocks between a bank and a reader, kept apart: bank to Plaid, Plaid to Saldo, Saldo to this page. */
import type { ReactNode } from "react";
import type { AccountSyncStatus, Clock } from "@/shared/api/types";
import { useLiveState } from "@/shared/realtime/live-state";
import { AgoText } from "@/shared/ui/date-text";
import { StateDot, type Tone } from "@/shared/ui/state";

const TONES: Record<Clock["freshness"], Tone> = { fresh: "good", late: "attention", unknown: "neutral" };

type ClocksProps = { clocks: Pick<AccountSyncStatus["connection"], "bank_to_provider" | "provider_to_us"> };

export function ThreeClocks({ clocks }: ClocksProps) {
  const live = useLiveState().status === "live";
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-4">
      <BankClock label="Your bank told Plaid" clock={clocks.bank_to_provider} />
      <BankClock label="Plaid told Saldo" clock={clocks.provider_to_us} />
      <ClockFigure label="Saldo tells you" tone={live ? "good" : "attention"}>
        {live ? "Live" : "As soon as the page is back in touch"}
      </ClockFigure>
    </dl>
  );
}

function BankClock({ label, clock }: { label: string; clock: Clock }) {
  return (
    <ClockFigure label={label} tone={TONES[clock.freshness]}>
      {clock.at === null ? "Not known" : <AgoText instant={clock.at} />}
      {clock.freshness === "late" ? ", late" : ""}
    </ClockFigure>
  );
}

export function ClockFigure({ label, tone, children }: { label: string; tone?: Tone; children: ReactNode }) {
  return (
    <div>
      <dt className="text-13 text-ink-2">{label}</dt>
      <dd className="mt-0.5 flex items-center gap-1.5 font-medium">
        {tone === undefined ? null : <StateDot tone={tone} />}
        <span>{children}</span>
      </dd>
    </div>
  );
}
