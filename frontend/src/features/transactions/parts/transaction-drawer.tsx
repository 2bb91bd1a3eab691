/** The whole story of one row: the bank's words, its category, who chose it and why. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { transactionQuery } from "@/features/transactions/api";
import { CategorySection } from "@/features/transactions/parts/category-section";
import { EntrySection, isOwn } from "@/features/transactions/parts/entry-section";
import { SplitSection } from "@/features/transactions/parts/split-section";
import { WordsSection } from "@/features/transactions/parts/words-section";
import { accountsQuery } from "@/shared/api/queries";
import type { Transaction } from "@/shared/api/types";
import { DateText } from "@/shared/ui/date-text";
import { Dialog, DialogBody } from "@/shared/ui/dialog";
import { ErrorState } from "@/shared/ui/error-state";
import { Money } from "@/shared/ui/money";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

type TransactionDrawerProps = {
  transactionId: string | undefined;
  onOpen: (transactionId: string) => void;
  onClose: () => void;
};

export function TransactionDrawer({ transactionId, onOpen, onClose }: TransactionDrawerProps) {
  return (
    <Dialog title="Transaction" place="right" isOpen={transactionId !== undefined} onClose={onClose}>
      <DialogBody>
        {transactionId === undefined ? null : (
          <Story transactionId={transactionId} onOpen={onOpen} onGone={onClose} />
        )}
      </DialogBody>
    </Dialog>
  );
}

type StoryProps = { transactionId: string; onOpen: (transactionId: string) => void; onGone: () => void };

function Story({ transactionId, onOpen, onGone }: StoryProps) {
  const query = useQuery(transactionQuery(transactionId));
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) {
    return (
      <Loading what="this transaction">
        <SkeletonRows rows={6} />
      </Loading>
    );
  }
  const transaction = query.data;
  return (
    <div className="flex flex-col gap-6">
      <div>
        <p className="text-16 font-medium">{transaction.merchant_name ?? transaction.description}</p>
        <p className="mt-1 text-28 font-semibold tracking-tight">
          <Money amount={transaction.amount} currency={transaction.currency} signs="always" />{" "}
          {transaction.is_refund ? (
            <span className="text-13 font-normal tracking-normal text-ink-2">Refund</span>
          ) : null}
        </p>
      </div>
      <Facts transaction={transaction} />
      <EntrySection
        key={`entry ${transaction.id}`}
        transaction={transaction}
        onGone={onGone}
        onOpen={onOpen}
      />
      <CategorySection key={`category ${transaction.id}`} transaction={transaction} />
      <SplitSection key={`parts ${transaction.id}`} transaction={transaction} />
      <WordsSection key={`words ${transaction.id}`} transaction={transaction} />
    </div>
  );
}

function Facts({ transaction }: { transaction: Transaction }) {
  const account = useQuery(accountsQuery).data?.find(({ id }) => id === transaction.account_id);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2.5">
      <Fact label="Account">{account?.name ?? "Not known"}</Fact>
      <Fact label={dayLabel(transaction)}>
        <DateText date={transaction.date} />
      </Fact>
      {transaction.authorized_date === null ? null : (
        <Fact label="You paid on">
          <DateText date={transaction.authorized_date} />
        </Fact>
      )}
      <Fact label="State">{stateOf(transaction)}</Fact>
      <Fact label={isOwn(transaction) ? "Written down as" : "The bank's words"}>
        <span className="font-mono text-13 break-words select-all">{transaction.description}</span>
      </Fact>
    </dl>
  );
}

function dayLabel(transaction: Transaction): string {
  if (isOwn(transaction)) return "Day";
  return transaction.pending ? "Seen by the bank" : "Posted";
}

function stateOf(transaction: Transaction): string {
  if (!transaction.pending) return isOwn(transaction) ? "History" : "Posted";
  return isOwn(transaction)
    ? "Expected: your bank has not seen it yet"
    : "Pending: the amount may still change";
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-13 leading-5 text-ink-2">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
