/** The whole story of one row: the bank's words, its category, who chose it and why. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { transactionQuery, useChooseCategory } from "@/features/transactions/api";
import { isUnsure } from "@/features/transactions/parts/category-chip";
import { accountsQuery, categoriesQuery } from "@/shared/api/queries";
import type { Transaction, TransactionCategory } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { DateText } from "@/shared/ui/date-text";
import { Dialog, DialogBody } from "@/shared/ui/dialog";
import { ErrorState, FormError } from "@/shared/ui/error-state";
import { Money } from "@/shared/ui/money";
import { SearchableSelect } from "@/shared/ui/searchable-select";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

type TransactionDrawerProps = { transactionId: string | undefined; onClose: () => void };

export function TransactionDrawer({ transactionId, onClose }: TransactionDrawerProps) {
  return (
    <Dialog title="Transaction" place="right" isOpen={transactionId !== undefined} onClose={onClose}>
      <DialogBody>{transactionId === undefined ? null : <Story transactionId={transactionId} />}</DialogBody>
    </Dialog>
  );
}

function Story({ transactionId }: { transactionId: string }) {
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
          <Money amount={transaction.amount} currency={transaction.currency} signs="always" />
        </p>
      </div>
      <Facts transaction={transaction} />
      <CategorySection transaction={transaction} />
    </div>
  );
}

function Facts({ transaction }: { transaction: Transaction }) {
  const account = useQuery(accountsQuery).data?.find(({ id }) => id === transaction.account_id);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2.5">
      <Fact label="Account">{account?.name ?? "Not known"}</Fact>
      <Fact label={transaction.pending ? "Seen by the bank" : "Posted"}>
        <DateText date={transaction.date} />
      </Fact>
      {transaction.authorized_date === null ? null : (
        <Fact label="You paid on">
          <DateText date={transaction.authorized_date} />
        </Fact>
      )}
      <Fact label="State">{transaction.pending ? "Pending: the amount may still change" : "Posted"}</Fact>
      <Fact label="The bank's words">
        <span className="font-mono text-13 break-words select-all">{transaction.description}</span>
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-13 leading-5 text-ink-2">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function CategorySection({ transaction }: { transaction: Transaction }) {
  const groups = useQuery(categoriesQuery).data ?? [];
  const choose = useChooseCategory(transaction.id);
  const { category } = transaction;
  const choices = groups.flatMap((group) =>
    group.children.map((child) => ({ id: child.detailed, label: `${group.label}: ${child.label}` })),
  );
  return (
    <section aria-label="Category" className="flex flex-col gap-3 border-t border-hairline pt-5">
      <SearchableSelect
        label="Category"
        choices={choices}
        value={(choose.isPending ? choose.variables : category?.detailed) ?? ""}
        onChange={(detailed) => choose.mutate(detailed)}
      />
      <FormError error={choose.error} />
      {category === null ? (
        <p className="text-ink-2">Categorising…</p>
      ) : (
        <Why category={category} onChoose={choose.mutate} />
      )}
    </section>
  );
}

const SOURCES: Record<TransactionCategory["source"], string> = {
  bank: "The bank's own category",
  model: "Chosen on this server",
  rule: "Chosen by your rule",
  person: "Chosen by you",
};

/** Never a hundred: the model can always be wrong. */
function surePercent(confidence: number): number {
  return Math.min(99, Math.round(confidence * 100));
}

/** A person needs no reason, and the bank gives none but "the bank's own category". */
function hasReason({ reason, source }: TransactionCategory): boolean {
  return reason !== null && source !== "person" && reason.text !== SOURCES[source];
}

function Why({
  category,
  onChoose,
}: {
  category: TransactionCategory;
  onChoose: (detailed: string) => void;
}) {
  const others = category.alternatives.filter(({ detailed }) => detailed !== category.detailed);
  return (
    <div className="flex flex-col gap-3 text-13">
      <p>
        <span className="font-medium">{SOURCES[category.source]}</span>
        {category.source === "model" && category.confidence !== null ? (
          <span className="text-ink-2">, {surePercent(category.confidence)} % sure</span>
        ) : null}
        {hasReason(category) ? (
          <span className="block text-pretty text-ink-2">{category.reason?.text}</span>
        ) : null}
      </p>
      {isUnsure(category) && others.length > 0 ? (
        <div>
          <p className="mb-1.5 text-ink-2">Or is it one of these?</p>
          <div className="flex flex-wrap gap-1.5">
            {others.map(({ detailed, label }) => (
              <Button key={detailed} size="small" onPress={() => onChoose(detailed)}>
                {label}
              </Button>
            ))}
          </div>
        </div>
      ) : null}
    </div>
  );
}
