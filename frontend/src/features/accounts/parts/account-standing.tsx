/** Whether ledger and bank agree, and the way to mend it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { standingQuery } from "@/shared/api/standing";
import type { Account } from "@/shared/api/types";
import { buttonClass } from "@/shared/ui/button";
import { AgoText } from "@/shared/ui/date-text";
import { Skeleton } from "@/shared/ui/skeleton";
import { StandingPill } from "@/shared/ui/standing";

export function AccountStanding({ account }: { account: Account }) {
  const { data } = useQuery(standingQuery(account.id));
  if (!data) return <Skeleton className="h-6 w-44 rounded-full" />;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <StandingPill standing={data} />
      {data.checked_at === null ? null : (
        <span className="text-13 text-ink-2">
          so since <AgoText instant={data.checked_at} />
        </span>
      )}
      {data.status === "off" ? (
        <Link
          to="/accounts/$accountId/reconcile"
          params={{ accountId: account.id }}
          className={buttonClass("primary", "small")}
        >
          Find out why
        </Link>
      ) : null}
    </div>
  );
}
