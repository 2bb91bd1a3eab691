/** One account held against its bank: with what the bank says now, or with a statement on paper. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { BankMode } from "@/features/reconciliation/parts/bank-mode";
import { StatementMode } from "@/features/reconciliation/parts/statement-mode";
import { accountQuery } from "@/shared/api/queries";
import type { Account } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { buttonClass } from "@/shared/ui/button";
import { Page } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/toggle";

const route = getRouteApi("/shell/accounts/$accountId/reconcile");
const MODES = [
  { value: "bank", label: "With the bank" },
  { value: "statement", label: "With a statement" },
] as const;

export function ReconcilePage() {
  const { accountId } = route.useParams();
  const account = useQuery(accountQuery(accountId));
  return (
    <Page
      title={account.data === undefined ? "Reconcile" : `Reconcile ${account.data.name}`}
      note={account.data === undefined ? undefined : <BackToAccount account={account.data} />}
      actions={
        <Link to="/reconcile" className={buttonClass("secondary")}>
          All accounts
        </Link>
      }
    >
      <Answered query={account} what="this account">
        {(found) => <Modes key={found.id} account={found} />}
      </Answered>
    </Page>
  );
}

function BackToAccount({ account }: { account: Account }) {
  return (
    <Link
      to="/accounts/$accountId"
      params={{ accountId: account.id }}
      className="text-accent underline underline-offset-4"
    >
      {account.name} at {account.institution_name}
    </Link>
  );
}

function Modes({ account }: { account: Account }) {
  const { with: other } = route.useSearch();
  const navigate = useNavigate();
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Segmented
          label="How to reconcile"
          value={other ?? "bank"}
          choices={MODES}
          onChange={(mode) =>
            void navigate({
              to: "/accounts/$accountId/reconcile",
              params: { accountId: account.id },
              search: mode === "statement" ? { with: mode } : {},
              replace: true,
            })
          }
        />
      </div>
      {other === "statement" ? <StatementMode account={account} /> : <BankMode account={account} />}
    </div>
  );
}
