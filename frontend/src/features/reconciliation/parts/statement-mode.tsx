/** The statements of one account: begin the next one, go on with the open one, look back at the signed ones. */
import { StatementForm } from "@/features/reconciliation/parts/statement-form";
import { StatementHistory } from "@/features/reconciliation/parts/statement-history";
import type { Account } from "@/shared/api/types";
import { Card } from "@/shared/ui/card";

export function StatementMode({ account }: { account: Account }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[380px_minmax(0,1fr)]">
      <Card title="Tick off a statement">
        <StatementForm account={account} />
      </Card>
      <Card title="Statements of this account">
        <StatementHistory accountId={account.id} />
      </Card>
    </div>
  );
}
