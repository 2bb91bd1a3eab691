// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed one by one; the elements of a table cannot be.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is one tab stop; its rows carry the focus, cells and headings do not.
/** One transaction in the list: who, from which account, what for, how much. */

import { Check } from "lucide-react";
import type { MouseEvent } from "react";
import { CategoryChip, PartsChip } from "@/features/transactions/parts/category-chip";
import type { Account, Transaction, TransactionCategory } from "@/shared/api/types";
import { waitingWord } from "@/shared/lib/waiting";
import { cx } from "@/shared/ui/cx";
import { Mark } from "@/shared/ui/mark";
import { Money } from "@/shared/ui/money";
import { categorySeries } from "@/shared/ui/series";

type TransactionRowProps = {
  transaction: Transaction;
  account: Account | undefined;
  rowIndex: number;
  isActive: boolean;
  isSelected: boolean;
  onOpen: () => void;
  onSelect: (isStretch: boolean) => void;
  onFocus: () => void;
};

function seriesOf(category: TransactionCategory | null): number | undefined {
  return category === null ? undefined : (category.color ?? categorySeries(category.primary));
}

function purposeOf({ category, parts }: Transaction): string {
  if (parts.length > 0) return `${parts.length} parts`;
  return category === null ? "categorising…" : category.label;
}

const CELL = "flex min-w-0 items-center";

export function TransactionRow(props: TransactionRowProps) {
  const { transaction, account, rowIndex, isActive, isSelected, onOpen, onSelect, onFocus } = props;
  const name = transaction.merchant_name ?? transaction.description;

  function press(event: MouseEvent) {
    if (event.shiftKey || event.ctrlKey || event.metaKey) onSelect(event.shiftKey);
    else onOpen();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around the rows answers the keys, for all rows at once.
    <div
      role="row"
      aria-rowindex={rowIndex + 1}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      data-row={transaction.id}
      onClick={press}
      onFocus={onFocus}
      className={cx(
        "grid h-full cursor-pointer grid-cols-[minmax(0,1fr)_auto] gap-x-4 rounded-control px-2 hover:bg-sunken focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_minmax(0,200px)_130px]",
        isSelected && "bg-accent/8",
      )}
    >
      <span role="gridcell" className={cx(CELL, "gap-3")}>
        <Picker transaction={transaction} name={name} isSelected={isSelected} onSelect={onSelect} />
        <Words transaction={transaction} name={name} account={account} />
      </span>
      <span role="gridcell" className={cx(CELL, "max-md:hidden")}>
        {transaction.parts.length === 0 ? (
          <CategoryChip category={transaction.category} />
        ) : (
          <PartsChip transaction={transaction} />
        )}
      </span>
      <span
        role="gridcell"
        className={cx(CELL, "justify-end text-right", transaction.pending && "opacity-75")}
      >
        <Money
          amount={transaction.amount}
          currency={transaction.currency}
          signs="always"
          className="font-medium"
        />
      </span>
    </div>
  );
}

type WordsProps = Pick<TransactionRowProps, "transaction" | "account"> & { name: string };

function Words({ transaction, account, name }: WordsProps) {
  const waiting = waitingWord(transaction);
  return (
    <span className="min-w-0">
      <span className={cx("block truncate font-medium", transaction.pending && "text-ink-2")}>{name}</span>
      <span className="block truncate text-13 text-ink-2">
        {waiting === null ? null : `${waiting}, `}
        {transaction.is_refund ? "Refund, " : null}
        {transaction.is_excluded ? "Not counted, " : null}
        {account?.name ?? "An account"}
        <span className="md:hidden">, {purposeOf(transaction)}</span>
      </span>
    </span>
  );
}

type PickerProps = Pick<TransactionRowProps, "transaction" | "isSelected" | "onSelect"> & { name: string };

/** The mark of the row; pressed, it picks the row out. With the keyboard that is Space, on the row itself. */
function Picker({ transaction, name, isSelected, onSelect }: PickerProps) {
  function press(event: MouseEvent) {
    event.stopPropagation();
    onSelect(event.shiftKey);
  }
  return (
    <span
      aria-hidden
      title="Select"
      onClick={press}
      className="group/picker relative -m-2 grid cursor-pointer place-items-center p-2"
    >
      <Mark name={name} series={seriesOf(transaction.category)} />
      <span
        aria-hidden
        className={cx(
          "absolute inset-2 grid place-items-center rounded-full",
          isSelected
            ? "bg-accent text-on-accent"
            : "bg-sheet text-ink-2 opacity-0 ring-1 ring-hairline ring-inset group-hover/picker:opacity-100",
        )}
      >
        <Check className="size-4" />
      </span>
    </span>
  );
}
