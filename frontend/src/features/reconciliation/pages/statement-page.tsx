/** One statement: two panes to tick while it is open, a signed record once it is locked. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { SignedStatement } from "@/features/reconciliation/parts/signed-statement";
import { StatementDesk } from "@/features/reconciliation/parts/statement-desk";
import { statementQuery } from "@/features/reconciliation/statement-api";
import { accountsQuery } from "@/shared/api/queries";
import type { StatementDetail } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { DateText } from "@/shared/ui/date-text";
import { Page } from "@/shared/ui/page";
import { Pill } from "@/shared/ui/state";

const route = getRouteApi("/shell/reconcile/$statementId");

export function StatementPage() {
  const { statementId } = route.useParams();
  const query = useQuery(statementQuery(statementId));
  return (
    <Page title="Statement" note={query.data === undefined ? undefined : <About statement={query.data} />}>
      <Answered query={query} what="this statement" rows={8}>
        {(statement) =>
          statement.status === "locked" ? (
            <SignedStatement statement={statement} />
          ) : (
            <StatementDesk key={statement.id} statement={statement} />
          )
        }
      </Answered>
    </Page>
  );
}

function About({ statement }: { statement: StatementDetail }) {
  const account = useQuery(accountsQuery).data?.find(({ id }) => id === statement.account_id);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Pill tone={statement.status === "locked" ? "good" : "attention"}>
        {statement.status === "locked" ? "Signed" : "Open"}
      </Pill>
      <Link
        to="/accounts/$accountId/reconcile"
        params={{ accountId: statement.account_id }}
        search={{ with: "statement" }}
        className="text-accent underline underline-offset-4"
      >
        {account?.name ?? "The account"}
      </Link>
      <span>
        <DateText date={statement.opening_date} /> to <DateText date={statement.closing_date} />
      </span>
    </span>
  );
}
