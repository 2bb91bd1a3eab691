/** Every account beside its bank, all compared at once, and the statements of all accounts. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Scale } from "lucide-react";
import { useCompareAll } from "@/features/reconciliation/api";
import { AccountStanding } from "@/features/reconciliation/parts/account-standing";
import { StatementHistory } from "@/features/reconciliation/parts/statement-history";
import { accountsQuery } from "@/shared/api/queries";
import { standingsQuery } from "@/shared/api/standing";
import type { Account, BulkOutcome } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button, buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";
import { notify } from "@/shared/ui/toast";

export function ReconcileOverviewPage() {
  const accounts = useQuery(accountsQuery);
  const compare = useCompareAll();
  const open = accounts.data?.filter(({ status }) => status === "active");
  return (
    <Page
      title="Reconcile"
      note={open === undefined || open.length === 0 ? undefined : <Summary accounts={open} />}
      actions={
        open?.length ? (
          <Button
            kind="primary"
            isPending={compare.isPending}
            onPress={() =>
              compare.mutate(undefined, {
                onSuccess: (results) => notify(inWords(results)),
                onError: (error) => notify({ title: "The comparison failed", detail: error.message }),
              })
            }
          >
            <Scale aria-hidden className="size-4" />
            {compare.isPending ? "Comparing…" : "Compare all"}
          </Button>
        ) : undefined
      }
    >
      <Answered query={{ ...accounts, data: open }} what="accounts" rows={6}>
        {(found) =>
          found.length === 0 ? <NoAccounts /> : <Everything accounts={found} results={compare.data} />
        }
      </Answered>
    </Page>
  );
}

function Summary({ accounts }: { accounts: readonly Account[] }) {
  const standings = useQuery(standingsQuery).data;
  if (standings === undefined) return "Looking at every account…";
  const drifted = new Set(
    standings.filter(({ status }) => status === "off").map(({ account_id }) => account_id),
  );
  // Named here instead of sorted to the top below: a row that is being read must not move.
  const off = accounts.filter(({ id }) => drifted.has(id));
  if (off.length === 0) return "Nothing is off.";
  return (
    <>
      {off.length === 1 ? "Off: " : `${off.length} are off: `}
      {off.map((account, place) => (
        <span key={account.id}>
          {place === 0 ? null : ", "}
          <Link
            to="/accounts/$accountId/reconcile"
            params={{ accountId: account.id }}
            className="text-accent underline underline-offset-4"
          >
            {account.name}
          </Link>
        </span>
      ))}
    </>
  );
}

type EverythingProps = { accounts: readonly Account[]; results: readonly BulkOutcome[] | undefined };

function Everything({ accounts, results }: EverythingProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px]">
      <Card title="Accounts">
        <ul className="-m-2 divide-y divide-hairline">
          {accounts.map((account) => (
            <li key={account.id}>
              <AccountStanding
                account={account}
                outcome={results?.find(({ account_id }) => account_id === account.id)}
              />
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Statements">
        <StatementHistory accountId={null} />
      </Card>
    </div>
  );
}

function NoAccounts() {
  return (
    <EmptyState
      icon={<Scale />}
      title="No accounts to compare"
      action={
        <Link to="/connections/new" className={buttonClass("primary")}>
          Link a bank
        </Link>
      }
    >
      Once a bank is linked, Saldo compares every account with it after each sync.
    </EmptyState>
  );
}

function inWords(results: readonly BulkOutcome[]) {
  const off = results.filter(({ status }) => status === "off").length;
  const failed = results.filter(({ status }) => status === "failed").length;
  const title = `${results.length} ${results.length === 1 ? "account" : "accounts"} compared`;
  const parts = [
    off === 0 ? "Nothing is off." : `${off} off.`,
    failed === 0 ? "" : `${failed} could not be compared.`,
  ];
  return { title, detail: parts.filter(Boolean).join(" ") };
}
