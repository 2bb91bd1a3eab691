/** An open statement: rows to tick on the left, ticked ones on the right, the difference counting down above. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ChangeList } from "@/features/reconciliation/parts/change-list";
import { RunningSum } from "@/features/reconciliation/parts/running-sum";
import { SignButtons } from "@/features/reconciliation/parts/sign-buttons";
import { TickList } from "@/features/reconciliation/parts/tick-list";
import { reopenedQuery, useDiscard, useTick } from "@/features/reconciliation/statement-api";
import { intoPanes, isOfPeriod } from "@/features/reconciliation/ticking";
import type { StatementDetail, StatementRow } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { SearchField } from "@/shared/ui/field";
import { KeyHints } from "@/shared/ui/key-hints";
import { notify } from "@/shared/ui/toast";

const KEYS = [
  ["J K", "next, previous"],
  ["Space", "tick"],
  ["Shift Space", "tick all up to there"],
] as const;

export function StatementDesk({ statement }: { statement: StatementDetail }) {
  const [search, setSearch] = useState("");
  const tick = useTick(statement.id);
  const reopened = useQuery(reopenedQuery(statement.id)).data;
  const { open, ticked } = intoPanes(statement, search);
  const onTick = (ids: readonly string[], isTicked: boolean) => {
    if (ids.length === 0) return;
    tick.mutate(
      { transactionIds: ids, isTicked },
      { onError: (error) => notify({ title: "The tick was not kept", detail: error.message }) },
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <RunningSum statement={statement}>
        <SignButtons statement={statement} isTicking={tick.isPending} />
      </RunningSum>
      {reopened.length === 0 ? null : <ChangeList changes={reopened} currency={statement.currency} />}
      <div className="flex flex-wrap items-center gap-3">
        <SearchField
          label="Find a row by words or amount"
          placeholder="Find a row"
          value={search}
          onChange={setSearch}
          className="w-full sm:w-64"
        />
        <KeyHints hints={KEYS} />
        <span className="ml-auto">
          <Discard statement={statement} />
        </span>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        <Card
          title="Not ticked"
          note={<Count of={open.length} />}
          action={<WholePeriod rows={open.filter((row) => isOfPeriod(statement, row))} onTick={onTick} />}
        >
          <TickList
            label="Rows not ticked"
            rows={open}
            statement={statement}
            empty="Every row is ticked."
            onTick={onTick}
          />
        </Card>
        <Card title="On the statement" note={<Count of={ticked.length} />}>
          <TickList
            label="Ticked rows"
            rows={ticked}
            statement={statement}
            empty="Tick the rows that your statement shows."
            onTick={onTick}
          />
        </Card>
      </div>
    </div>
  );
}

function Count({ of }: { of: number }) {
  return formatCounted(of, "row");
}

type WholePeriodProps = {
  rows: readonly StatementRow[];
  onTick: (ids: readonly string[], isTicked: boolean) => void;
};

const MOST_AT_ONCE = 500;

function WholePeriod({ rows, onTick }: WholePeriodProps) {
  if (rows.length < 2) return null;
  return (
    <Button
      size="small"
      onPress={() =>
        onTick(
          rows.slice(0, MOST_AT_ONCE).map(({ id }) => id),
          true,
        )
      }
    >
      Tick the period
    </Button>
  );
}

function Discard({ statement }: { statement: StatementDetail }) {
  const navigate = useNavigate();
  const discard = useDiscard(statement.id);
  const done = () => {
    notify({ title: "The statement is thrown away", detail: "Its rows stay as they are." });
    void navigate({
      to: "/accounts/$accountId/reconcile",
      params: { accountId: statement.account_id },
      search: { with: "statement" },
    });
  };
  return (
    <Button
      kind="quiet"
      size="small"
      isPending={discard.isPending}
      onPress={() =>
        discard.mutate(undefined, {
          onSuccess: done,
          onError: (error) => notify({ title: "It could not be thrown away", detail: error.message }),
        })
      }
    >
      Throw away
    </Button>
  );
}
