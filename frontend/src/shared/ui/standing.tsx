/** How ledger and bank of an account compare, in one sentence that is the same on every page. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Standing, standingQuery } from "@/shared/api/standing";
import type { Account } from "@/shared/api/types";
import { cx } from "@/shared/ui/cx";
import { DateText } from "@/shared/ui/date-text";
import { Money } from "@/shared/ui/money";
import { Pill, StateDot, type Tone } from "@/shared/ui/state";

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
  if (status === "unknown") return standing.checked_at === null ? "Unchecked" : "Nothing to compare with";
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

/** Beside an account in a list, above the link that the whole row is: quiet while all is well. */
export function StandingBadge({ account, className }: { account: Account; className?: string }) {
  const { data } = useQuery(standingQuery(account.id));
  if (!data || account.status !== "active" || isBeyondComparing(data)) return null;
  const isOff = data.status === "off";
  return (
    <Link
      to="/accounts/$accountId/reconcile"
      params={{ accountId: account.id }}
      className={cx(
        "relative shrink-0 rounded-full hover:opacity-80",
        isOff ? undefined : "max-sm:hidden",
        className,
      )}
    >
      {isOff ? <StandingPill standing={data} /> : <QuietStanding isChecked={data.status !== "unknown"} />}
    </Link>
  );
}

/** Investments, for example: saying so beside each of them would be noise. */
function isBeyondComparing({ status, checked_at }: Standing): boolean {
  return status === "unknown" && checked_at !== null;
}

function QuietStanding({ isChecked }: { isChecked: boolean }) {
  return (
    <span className="flex items-center gap-1.5 px-2 text-12 whitespace-nowrap text-ink-2">
      <StateDot tone={isChecked ? "good" : "neutral"} />
      {isChecked ? "Agrees" : "Unchecked"}
    </span>
  );
}
