/** All accounts in their groups, with what each holds or owes and how fresh that is. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Landmark, Plus } from "lucide-react";
import { AccountRow } from "@/features/accounts/parts/account-row";
import { accountsQuery } from "@/shared/api/queries";
import type { Account } from "@/shared/api/types";
import { type AccountGroup, groupAccounts } from "@/shared/lib/account-groups";
import { formatCounted } from "@/shared/lib/figures";
import { buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Money } from "@/shared/ui/money";
import { Page } from "@/shared/ui/page";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

export function AccountsPage() {
  const query = useQuery(accountsQuery);
  return (
    <Page title="Accounts" note={query.data && summary(query.data)} actions={<LinkABank />}>
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? (
        <Loading what="accounts">
          <SkeletonRows rows={6} />
        </Loading>
      ) : null}
      {query.data === undefined ? null : <Groups accounts={query.data} />}
    </Page>
  );
}

function summary(accounts: readonly Account[]): string | undefined {
  const open = accounts.filter(({ status }) => status === "active");
  const banks = new Set(open.map(({ connection_id }) => connection_id)).size;
  if (open.length === 0) return undefined;
  return `${formatCounted(open.length, "account")}, by ${formatCounted(banks, "login")} at your banks`;
}

function LinkABank() {
  return (
    <Link to="/connections/new" className={buttonClass("primary")}>
      <Plus aria-hidden className="size-4" />
      Link a bank
    </Link>
  );
}

function Groups({ accounts }: { accounts: readonly Account[] }) {
  const closed = accounts.filter(({ status }) => status === "closed");
  if (accounts.length === 0) {
    return (
      <EmptyState icon={<Landmark />} title="No accounts yet" action={<LinkABank />}>
        Link a bank and choose which of its accounts Saldo may read.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {groupAccounts(accounts).map((group) => (
        <GroupCard key={group.id} group={group} />
      ))}
      {closed.length === 0 ? null : (
        <Card title="No longer shared" note="Kept as history, outside your net worth">
          <Rows accounts={closed} />
        </Card>
      )}
    </div>
  );
}

function GroupCard({ group }: { group: AccountGroup }) {
  return (
    <Card
      title={group.label}
      note={
        <span className="flex gap-3 font-medium text-ink">
          {group.totals.map(({ currency, amount }) => (
            <Money key={currency} amount={amount} currency={currency} />
          ))}
        </span>
      }
    >
      <Rows accounts={group.accounts} />
    </Card>
  );
}

function Rows({ accounts }: { accounts: readonly Account[] }) {
  return (
    <ul className="-mx-2 divide-y divide-hairline">
      {accounts.map((account) => (
        <li key={account.id}>
          <AccountRow account={account} />
        </li>
      ))}
    </ul>
  );
}
