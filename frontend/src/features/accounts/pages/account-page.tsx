/** One account: what it holds, how it came there, whether the bank agrees, how well it is, and its newest rows. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { FileUp, Plus, Scale } from "lucide-react";
import type { ReactNode } from "react";
import { AccountStanding } from "@/features/accounts/parts/account-standing";
import { BalanceHistory } from "@/features/accounts/parts/balance-history";
import { HealthCard } from "@/features/accounts/parts/health-card";
import { LatestRows } from "@/features/accounts/parts/latest-rows";
import { SyncAccountNow, SyncCard } from "@/features/accounts/parts/sync-card";
import { accountQuery } from "@/shared/api/queries";
import type { Account, AccountDetail } from "@/shared/api/types";
import { accountKind } from "@/shared/lib/account-kind";
import { buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { ErrorState } from "@/shared/ui/error-state";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";
import { Page } from "@/shared/ui/page";
import { Loading, Skeleton, SkeletonRows } from "@/shared/ui/skeleton";

export function AccountPage() {
  const { accountId } = useParams({ from: "/shell/accounts/$accountId" });
  const query = useQuery(accountQuery(accountId));
  if (query.isError) {
    return (
      <Page title="Account">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  if (query.data === undefined) {
    return (
      <Page title="Account">
        <Loading what="this account">
          <Skeleton className="mb-4 h-56 w-full" />
          <SkeletonRows rows={6} />
        </Loading>
      </Page>
    );
  }
  return <AccountView key={accountId} account={query.data} />;
}

function AccountView({ account }: { account: AccountDetail }) {
  const isOpen = account.status === "active";
  return (
    <Page title={account.name} note={<About account={account} />} actions={<Actions account={account} />}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Balance" hideTitle>
            <Figures account={account} />
            <div className="mt-3">
              <AccountStanding account={account} />
            </div>
            <BalanceHistory account={account} />
          </Card>
          <Card title="Latest transactions">
            <LatestRows accountId={account.id} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <HealthCard account={account} />
          {isOpen ? <SyncCard account={account} /> : null}
        </div>
      </div>
    </Page>
  );
}

function About({ account }: { account: Account }) {
  return (
    <>
      {accountKind(account)}
      {" at "}
      <Link
        to="/connections/$connectionId"
        params={{ connectionId: account.connection_id }}
        className="text-accent underline underline-offset-4"
      >
        {account.institution_name}
      </Link>
      {account.status === "closed" ? ", no longer shared" : ""}
    </>
  );
}

function Actions({ account }: { account: Account }) {
  return (
    <>
      <Link
        to="/accounts/$accountId/entries/new"
        params={{ accountId: account.id }}
        className={buttonClass("secondary")}
      >
        <Plus aria-hidden className="size-4" />
        Add entry
      </Link>
      <Link
        to="/accounts/$accountId/import"
        params={{ accountId: account.id }}
        className={buttonClass("secondary")}
      >
        <FileUp aria-hidden className="size-4" />
        Import
      </Link>
      <Link
        to="/accounts/$accountId/reconcile"
        params={{ accountId: account.id }}
        className={buttonClass("secondary")}
      >
        <Scale aria-hidden className="size-4" />
        Reconcile
      </Link>
      {account.status === "active" ? <SyncAccountNow account={account} /> : null}
    </>
  );
}

function Figures({ account }: { account: AccountDetail }) {
  const { currency } = account;
  return (
    <dl className="flex flex-wrap items-end gap-x-8 gap-y-3">
      <Figure label={account.is_debt ? "Owed" : "Balance"} note={<AsOf instant={account.balance_as_of} />}>
        <Highlight value={account.current_balance} className="text-40 font-semibold tracking-tight">
          <Money amount={account.current_balance} currency={currency} />
        </Highlight>
      </Figure>
      {account.available_balance === null ? null : (
        <Figure label="Available">
          <Money amount={account.available_balance} currency={currency} className="text-20" />
        </Figure>
      )}
      {account.credit_limit === null ? null : (
        <Figure label="Credit limit">
          <Money amount={account.credit_limit} currency={currency} className="text-20" />
        </Figure>
      )}
    </dl>
  );
}

function AsOf({ instant }: { instant: string | null }) {
  if (instant === null) return null;
  return (
    <>
      The bank said so <AgoText instant={instant} />
    </>
  );
}

function Figure({ label, note, children }: { label: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt className="text-13 text-ink-2">{label}</dt>
      <dd>{children}</dd>
      {note === undefined ? null : <dd className="text-13 text-ink-2">{note}</dd>}
    </div>
  );
}
