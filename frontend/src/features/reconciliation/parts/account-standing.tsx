/** One account in the overview: how it stands, and how many explanations wait. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { standingQuery } from "@/shared/api/standing";
import type { Account, BulkOutcome } from "@/shared/api/types";
import { Mark } from "@/shared/ui/mark";
import { Skeleton } from "@/shared/ui/skeleton";
import { StandingPill } from "@/shared/ui/standing";
import { Pill } from "@/shared/ui/state";

type AccountStandingProps = { account: Account; outcome: BulkOutcome | undefined };

export function AccountStanding({ account, outcome }: AccountStandingProps) {
  return (
    <Link
      to="/accounts/$accountId/reconcile"
      params={{ accountId: account.id }}
      className="flex min-h-15 flex-wrap items-center gap-x-3 gap-y-1 rounded-control px-2 py-2 hover:bg-sunken"
    >
      <Mark name={account.institution_name} />
      <span className="min-w-0 flex-1 basis-40">
        <span className="block truncate font-medium">{account.name}</span>
        <span className="block truncate text-13 text-ink-2">{note(account, outcome)}</span>
      </span>
      <Standing account={account} outcome={outcome} />
      <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3 max-sm:hidden" />
    </Link>
  );
}

function Standing({ account, outcome }: AccountStandingProps) {
  const standing = useQuery(standingQuery(account.id));
  if (outcome?.status === "failed") return <Pill tone="problem">Not compared</Pill>;
  if (standing.data) return <StandingPill standing={standing.data} />;
  return standing.isError ? (
    <Pill tone="neutral">Not known</Pill>
  ) : (
    <Skeleton className="h-6 w-36 rounded-full" />
  );
}

function note(account: Account, outcome: BulkOutcome | undefined): string {
  if (outcome?.error) return outcome.error;
  if (!outcome?.suggestions) return account.institution_name;
  const explanations = outcome.suggestions === 1 ? "1 explanation" : `${outcome.suggestions} explanations`;
  return `${account.institution_name}, ${explanations} found`;
}
