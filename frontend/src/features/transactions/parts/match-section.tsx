/** "This is the bank's row": says which transaction of the bank an entry is, when the two did not find each other. */
import { useQuery } from "@tanstack/react-query";
import { candidatesQuery, useMatch, useUnmatch } from "@/features/transactions/entry-api";
import type { Transaction } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/dates";
import { Button } from "@/shared/ui/button";
import { DateText } from "@/shared/ui/date-text";
import { ErrorState, FormError } from "@/shared/ui/error-state";
import { Money } from "@/shared/ui/money";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { notify } from "@/shared/ui/toast";

type MatchSectionProps = {
  entry: Transaction;
  onMatched: (transactionId: string) => void;
  onCancel: () => void;
};

export function MatchSection({ entry, onMatched, onCancel }: MatchSectionProps) {
  const query = useQuery(candidatesQuery(entry.id));
  const match = useMatch(entry.id);
  const unmatch = useUnmatch();

  function choose(row: Transaction) {
    match.mutate(row.id, {
      onSuccess: () => {
        notify({
          title: "They are one now",
          detail: "Everything you said of the entry is kept.",
          action: { label: "Undo", run: () => unmatch.mutate(row.id) },
        });
        onMatched(row.id);
      },
    });
  }

  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium">Which of your bank's rows is it?</p>
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? (
        <Loading what="your bank's rows">
          <SkeletonRows rows={3} />
        </Loading>
      ) : null}
      {query.data?.length === 0 ? (
        <p className="text-13 text-pretty text-ink-2">
          Your bank has told of nothing like it: no free row in this account within a month and a quarter of
          the amount. Once it does, the two find each other.
        </p>
      ) : null}
      <ul className="flex flex-col gap-2">
        {query.data?.map((row) => (
          <Candidate key={row.id} row={row} isPending={match.isPending} onChoose={() => choose(row)} />
        ))}
      </ul>
      <FormError error={match.error} />
      <Button size="small" className="self-start" onPress={onCancel}>
        Cancel
      </Button>
    </div>
  );
}

type CandidateProps = { row: Transaction; isPending: boolean; onChoose: () => void };

function Candidate({ row, isPending, onChoose }: CandidateProps) {
  const name = row.merchant_name ?? row.description;
  return (
    <li className="flex items-center justify-between gap-3">
      <span className="min-w-0">
        <span className="block truncate">{name}</span>
        <span className="block text-13 text-ink-2">
          <DateText date={row.date} />, <Money amount={row.amount} currency={row.currency} signs="always" />
        </span>
      </span>
      <Button
        size="small"
        isDisabled={isPending}
        onPress={onChoose}
        aria-label={`This one: ${name}, ${formatDay(row.date)}`}
      >
        This one
      </Button>
    </li>
  );
}
