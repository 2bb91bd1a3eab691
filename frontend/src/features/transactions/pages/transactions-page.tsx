/** Every transaction, newest first: filtered by the address, opened in a drawer, live. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Download, ListFilter, Plus, ReceiptText } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useExport } from "@/features/transactions/api";
import { BulkBar } from "@/features/transactions/parts/bulk-bar";
import { FilterBar } from "@/features/transactions/parts/filter-bar";
import { MisreadNote, RefusedFilters } from "@/features/transactions/parts/misread";
import { SummaryLine } from "@/features/transactions/parts/summary-line";
import { TransactionDrawer } from "@/features/transactions/parts/transaction-drawer";
import { TransactionList } from "@/features/transactions/parts/transaction-list";
import {
  countFilters,
  filterOf,
  listMisread,
  listRefused,
  parseTransactionSearch,
  type TransactionSearch,
} from "@/features/transactions/search";
import { useRows } from "@/features/transactions/use-rows";
import { useSelection } from "@/features/transactions/use-selection";
import { accountsQuery } from "@/shared/api/queries";
import { daysAgo } from "@/shared/lib/dates";
import { saveFile } from "@/shared/lib/save-file";
import { Button, buttonClass } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { KeyHints } from "@/shared/ui/key-hints";
import { Page } from "@/shared/ui/page";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { notify } from "@/shared/ui/toast";

const route = getRouteApi("/shell/transactions");

export function TransactionsPage() {
  const address = route.useSearch();
  const search = useMemo(() => parseTransactionSearch(address), [address]);
  const navigate = useNavigate({ from: "/transactions" });
  const change = useCallback(
    (part: Partial<TransactionSearch>) =>
      void navigate({ search: { ...search, ...part }, replace: true, resetScroll: false }),
    [navigate, search],
  );
  const clear = useCallback(() => void navigate({ search: {}, replace: true }), [navigate]);
  return (
    <Page title="Transactions" actions={<Actions search={search} />}>
      <FilterBar search={search} onChange={change} onClear={clear} />
      <MisreadNote names={listMisread(address)} onTidy={() => change({})} />
      {/* Without a filter nobody has asked for a sum, and it would be one of everything there ever was. */}
      {countFilters(search) === 0 ? null : <SummaryLine filter={filterOf(search)} />}
      <div className="mt-3 -mx-2">
        <Results search={search} onChange={change} onClear={clear} />
      </div>
      <TransactionDrawer
        transactionId={search.open}
        onOpen={(open) => change({ open })}
        onClose={() => change({ open: undefined })}
      />
    </Page>
  );
}

const KEYS = [
  ["J K", "next, previous"],
  ["Enter", "open"],
  ["Space", "select"],
  ["Shift Space", "select all up to there"],
  ["Esc", "select none"],
  ["cat:food >50", "in the search: a category, an amount"],
  ["last:3m -transfer", "a span of time, a word to leave out"],
] as const;

function Actions({ search }: { search: TransactionSearch }) {
  return (
    <>
      <KeyHints hints={KEYS} />
      <AddEntry accountId={search.account_id} />
      <Export search={search} />
    </>
  );
}

function AddEntry({ accountId }: { accountId: string | undefined }) {
  const face = {
    className: buttonClass("secondary"),
    children: (
      <>
        <Plus aria-hidden className="size-4" />
        Add entry
      </>
    ),
  };
  return accountId === undefined ? (
    <Link to="/entries/new" {...face} />
  ) : (
    <Link to="/accounts/$accountId/entries/new" params={{ accountId }} {...face} />
  );
}

function Export({ search }: { search: TransactionSearch }) {
  const write = useExport();
  const label = countFilters(search) === 0 ? "Export" : "Export these";
  return (
    <Button
      isPending={write.isPending}
      onPress={() =>
        write.mutate(filterOf(search), {
          onSuccess: (file) => saveFile(file, `transactions-${daysAgo(0)}.csv`),
          onError: (error) => notify({ title: "No file was written", detail: error.message }),
        })
      }
    >
      <Download aria-hidden className="size-4" />
      {label}
    </Button>
  );
}

type ResultsProps = {
  search: TransactionSearch;
  onChange: (part: Partial<TransactionSearch>) => void;
  onClear: () => void;
};

function Results({ search, onChange, onClear }: ResultsProps) {
  const { query, transactions, more, look } = useRows(filterOf(search));
  const selection = useSelection(transactions);
  const accounts = useQuery(accountsQuery).data;
  const byId = useMemo(() => new Map((accounts ?? []).map((account) => [account.id, account])), [accounts]);

  const refused = listRefused(query.error, search);
  if (query.isLoadingError && refused.length > 0) {
    const without = Object.fromEntries(refused.map((name) => [name, undefined]));
    return <RefusedFilters names={refused} onLeaveOut={() => onChange(without)} onClear={onClear} />;
  }
  if (query.isLoadingError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <Loading what="transactions">
        <SkeletonRows rows={12} className="px-2" />
      </Loading>
    );
  }
  if (transactions.length === 0) return <Nothing isFiltered={countFilters(search) > 0} onClear={onClear} />;
  return (
    <>
      <TransactionList
        transactions={transactions}
        accounts={byId}
        hasMore={query.hasNextPage}
        onMore={more}
        onLook={look}
        onOpen={(open) => onChange({ open })}
        selection={selection}
      />
      <BulkBar selection={selection} />
      {/* What is on the page stays; only the latest news or the next rows are missing. */}
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
    </>
  );
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={<ListFilter />}
        title="Nothing matches these filters"
        action={<Button onPress={onClear}>Clear filters</Button>}
      >
        Widen the dates, or look in all accounts.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<ReceiptText />}
      title="No transactions yet"
      action={
        <Link to="/connections/new" className={buttonClass("primary")}>
          Link a bank
        </Link>
      }
    >
      Link a bank, and up to two years of transactions arrive here, each with its category.
    </EmptyState>
  );
}
