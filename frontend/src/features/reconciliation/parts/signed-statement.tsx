/** A signed statement: who signed what and when, what has changed under the signature, and how to reopen it. */
import { LockOpen } from "lucide-react";
import { ChangeList } from "@/features/reconciliation/parts/change-list";
import { Signer } from "@/features/reconciliation/parts/decisions";
import { RunningSum } from "@/features/reconciliation/parts/running-sum";
import { useReopen } from "@/features/reconciliation/statement-api";
import type { StatementDetail } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { DateText, InstantText } from "@/shared/ui/date-text";
import { Money } from "@/shared/ui/money";
import { Cell, HeadCell, Table } from "@/shared/ui/table";
import { notify } from "@/shared/ui/toast";

export function SignedStatement({ statement }: { statement: StatementDetail }) {
  const reopen = useReopen(statement.id);
  return (
    <div className="flex flex-col gap-4">
      <RunningSum statement={statement}>
        <Button
          isPending={reopen.isPending}
          onPress={() =>
            reopen.mutate(undefined, {
              onSuccess: () =>
                notify({ title: "The statement is open again", detail: "Its ticks are kept." }),
              onError: (error) => notify({ title: "It stays signed", detail: error.message }),
            })
          }
        >
          <LockOpen aria-hidden className="size-4" />
          Reopen
        </Button>
      </RunningSum>
      <ChangeList changes={statement.changes} currency={statement.currency} />
      <Card title="The signature">
        <Signature statement={statement} />
      </Card>
      <Card title="Ticked rows">
        <Rows statement={statement} />
      </Card>
    </div>
  );
}

function Signature({ statement }: { statement: StatementDetail }) {
  return (
    <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-[max-content_max-content_minmax(0,1fr)]">
      <div>
        <dt className="text-13 text-ink-2">Signed</dt>
        <dd className="font-medium">
          <Signer actor={statement.locked_by} />
        </dd>
      </div>
      <div>
        <dt className="text-13 text-ink-2">When</dt>
        <dd className="font-medium">
          {statement.locked_at === null ? "Not known" : <InstantText instant={statement.locked_at} />}
        </dd>
      </div>
      <div className="min-w-0">
        <dt className="text-13 text-ink-2">SHA-256 of the record</dt>
        <dd className="font-mono text-12 break-all select-all">{statement.record_hash}</dd>
      </div>
    </dl>
  );
}

function Rows({ statement }: { statement: StatementDetail }) {
  if (statement.rows.length === 0) return <p className="text-ink-2">No row was ticked.</p>;
  return (
    <Table caption="Ticked rows, oldest first">
      <thead>
        <tr>
          <HeadCell>Day</HeadCell>
          <HeadCell>What</HeadCell>
          <HeadCell isNumber>Amount</HeadCell>
        </tr>
      </thead>
      <tbody>
        {statement.rows.map((row) => (
          <tr key={row.id}>
            <Cell className="whitespace-nowrap text-ink-2">
              <DateText date={row.date} />
            </Cell>
            <Cell className="w-full max-w-0 truncate">{row.description}</Cell>
            <Cell isNumber>
              <Money amount={row.amount} currency={statement.currency} signs="always" />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
