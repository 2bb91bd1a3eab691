/** To which account an entry goes: asked first, when it is added from a place that is no account's. */
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { ChevronRight, WalletCards } from "lucide-react";
import { accountsQuery } from "@/shared/api/queries";
import type { Account } from "@/shared/api/types";
import { accountKind } from "@/shared/lib/account-kind";
import { buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

export function EntryAccountPage() {
  const query = useQuery(accountsQuery);
  const open = query.data?.filter(({ status }) => status === "active");
  const [only, ...others] = open ?? [];
  if (only !== undefined && others.length === 0) {
    return <Navigate to="/accounts/$accountId/entries/new" params={{ accountId: only.id }} replace />;
  }
  return (
    <Page title="Add an entry" note="To which account?">
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? (
        <Loading what="your accounts">
          <SkeletonRows rows={4} />
        </Loading>
      ) : null}
      {open?.length === 0 ? <NoAccount /> : null}
      {open === undefined || open.length === 0 ? null : (
        <Card title="Accounts" hideTitle className="max-w-xl">
          <ul className="-mx-2 flex flex-col">
            {open.map((account) => (
              <Choice key={account.id} account={account} />
            ))}
          </ul>
        </Card>
      )}
    </Page>
  );
}

function Choice({ account }: { account: Account }) {
  const kind = accountKind(account);
  return (
    <li>
      <Link
        to="/accounts/$accountId/entries/new"
        params={{ accountId: account.id }}
        className="flex items-center justify-between gap-3 rounded-control px-2 py-2.5 hover:bg-sunken"
      >
        <span className="min-w-0">
          <span className="block truncate font-medium">{account.name}</span>{" "}
          <span className="block truncate text-13 text-ink-2">
            {account.institution_name === null ? kind : `${kind} at ${account.institution_name}`}
          </span>
        </span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-2" />
      </Link>
    </li>
  );
}

function NoAccount() {
  return (
    <EmptyState
      icon={<WalletCards />}
      title="An entry belongs to an account"
      action={
        <Link to="/connections/new" className={buttonClass("primary")}>
          Link a bank
        </Link>
      }
    >
      Link a bank first; then you can write down what it does not know yet.
    </EmptyState>
  );
}
