/** The accounts behind one login, each a way into its page. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { accountsQuery } from "@/shared/api/queries";
import type { Account } from "@/shared/api/types";
import { signedBalance } from "@/shared/lib/account-groups";
import { accountKind } from "@/shared/lib/account-kind";
import { ErrorState } from "@/shared/ui/error-state";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

export function ConnectionAccounts({ connectionId }: { connectionId: string }) {
  const query = useQuery(accountsQuery);
  if (query.isError) return <ErrorState isCompact error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) {
    return (
      <Loading what="accounts">
        <SkeletonRows rows={3} />
      </Loading>
    );
  }
  const accounts = query.data.filter((account) => account.connection_id === connectionId);
  if (accounts.length === 0) return <p className="text-ink-2">The bank has not named its accounts yet.</p>;
  return (
    <ul className="-mx-2 flex flex-col divide-y divide-hairline">
      {accounts.map((account) => (
        <li key={account.id}>
          <AccountLine account={account} />
        </li>
      ))}
    </ul>
  );
}

function AccountLine({ account }: { account: Account }) {
  return (
    <Link
      to="/accounts/$accountId"
      params={{ accountId: account.id }}
      className="flex min-h-(--row) items-center justify-between gap-3 rounded-control px-2 py-1.5 hover:bg-sunken"
    >
      <span className="min-w-0">
        <span className="block truncate font-medium">{account.name}</span>
        <span className="block truncate text-13 text-ink-2">
          {accountKind(account)}
          {account.status === "closed" ? ", no longer shared" : ""}
        </span>
      </span>
      <Highlight value={account.current_balance}>
        <Money amount={signedBalance(account)} currency={account.currency} />
      </Highlight>
    </Link>
  );
}
