/** What the filters leave, counted and added up: one quiet line above the list, each currency by itself. */
import { useQuery } from "@tanstack/react-query";
import { summaryQuery } from "@/features/transactions/api";
import type { TransactionFilter } from "@/shared/api/keys";
import { ApiProblem } from "@/shared/api/problem";
import type { CurrencySum, TransactionSummary } from "@/shared/api/types";
import { formatCount, formatCounted } from "@/shared/lib/figures";
import { signOf } from "@/shared/lib/money";
import { Button } from "@/shared/ui/button";
import { Money } from "@/shared/ui/money";

export function SummaryLine({ filter }: { filter: TransactionFilter }) {
  const query = useQuery(summaryQuery(filter));
  // A filter that is not understood is the list's to say, once.
  if (query.isLoadingError && isRefused(query.error)) return null;
  return (
    <div className="mt-3 flex min-h-6 items-center text-13 text-ink-2">
      <p role="status">{query.data === undefined ? null : <Sums summary={query.data} />}</p>
      {query.isPending ? <span aria-hidden>Adding up…</span> : null}
      {query.isLoadingError ? (
        <>
          The sum could not be read.
          <Button kind="quiet" size="small" onPress={() => void query.refetch()}>
            Add up again
          </Button>
        </>
      ) : null}
    </div>
  );
}

function isRefused(error: Error): boolean {
  return error instanceof ApiProblem && error.status >= 400 && error.status < 500;
}

function Sums({ summary }: { summary: TransactionSummary }) {
  const { count, excluded_count: excluded, currencies } = summary;
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-0.5">
      <span className="font-medium text-ink tabular-nums">{formatCounted(count, "transaction")}</span>
      {currencies.map((each) => (
        <CurrencySums key={each.currency} sums={each} isOnly={currencies.length === 1} />
      ))}{" "}
      {excluded === 0 ? null : <span>{formatCount(excluded)} excluded, in no sum</span>}
    </span>
  );
}

function CurrencySums({ sums, isOnly }: { sums: CurrencySum; isOnly: boolean }) {
  const { currency, count, money_in, money_out, net } = sums;
  const isBothWays = signOf(money_in) !== 0 && signOf(money_out) !== 0;
  return (
    <span>
      {/* The gap is seen only: read out, words need a space. */}
      {isOnly ? " " : ` ${formatCount(count)} in ${currency}: `}
      {signOf(money_in) === 0 ? null : <Part amount={money_in} currency={currency} word="in" />}
      {isBothWays ? " · " : null}
      {signOf(money_out) === 0 ? null : <Part amount={money_out} currency={currency} word="out" />}
      {isBothWays ? (
        <>
          {" · "}
          <Part amount={net} currency={currency} word="together" />
        </>
      ) : null}
    </span>
  );
}

function Part({ amount, currency, word }: { amount: string; currency: string; word: string }) {
  return (
    <span className="whitespace-nowrap">
      <Money amount={amount} currency={currency} signs="always" /> {word}
    </span>
  );
}
