/** How ledger and bank of an account compare, in one sentence that is the same on every page. */
import type { Standing } from "@/shared/api/standing";
import { DateText } from "@/shared/ui/date-text";
import { Money } from "@/shared/ui/money";
import { Pill, type Tone } from "@/shared/ui/state";

export const STANDING_TONES: Record<Standing["status"], Tone> = {
  agrees: "good",
  pending: "good",
  off: "attention",
  unknown: "neutral",
};

export function StandingText({ standing }: { standing: Standing }) {
  const { status, difference, currency, off_since } = standing;
  if (status === "agrees") return "Ledger and bank agree";
  if (status === "pending") return "Agree, but for what is pending";
  if (status === "unknown") return "Nothing to compare with";
  return (
    <>
      Off by <Money amount={difference} currency={currency} signs="always" className="text-current!" />
      {off_since === null ? null : (
        <>
          {" since "}
          <DateText date={off_since} />
        </>
      )}
    </>
  );
}

export function StandingPill({ standing }: { standing: Standing }) {
  return (
    <Pill tone={STANDING_TONES[standing.status]}>
      <span>
        <StandingText standing={standing} />
      </span>
    </Pill>
  );
}
