// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed one by one; the elements of a table cannot be.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is one tab stop; its rows carry the focus, cells and headings do not.
/** The virtual list: only the rows on the screen are in the document, however long the history. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { type ListItem, listItems } from "@/features/transactions/parts/list-items";
import { TransactionRow } from "@/features/transactions/parts/transaction-row";
import { useRowKeys } from "@/features/transactions/parts/use-row-keys";
import { useSteadyScroll } from "@/features/transactions/parts/use-steady-scroll";
import type { Selection } from "@/features/transactions/use-selection";
import type { Account, Transaction } from "@/shared/api/types";
import { formatDayHeading } from "@/shared/lib/dates";
import { Button } from "@/shared/ui/button";

const ROW_PX = 56;
const DAY_PX = 40;
/** Ask for the next page while this many rows are still below the screen. */
const READ_AHEAD = 20;

type TransactionListProps = {
  transactions: readonly Transaction[];
  accounts: ReadonlyMap<string, Account>;
  hasMore: boolean;
  onMore: () => void;
  /** Told which rows are on the screen, by their index among the transactions. */
  onLook: (first: number, last: number) => void;
  onOpen: (transactionId: string) => void;
  selection: Selection;
};

export function TransactionList(props: TransactionListProps) {
  const { transactions, accounts, hasMore, onOpen, selection } = props;
  const items = useMemo(() => listItems(transactions), [transactions]);
  const list = useRef<HTMLDivElement>(null);
  const scroller = useWindowVirtualizer({
    count: items.length,
    estimateSize: (index) => (items[index]?.kind === "day" ? DAY_PX : ROW_PX),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
  });
  const visible = scroller.getVirtualItems();
  useReading(items, visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0, props);
  const { waiting, show } = useSteadyScroll(items, scroller);
  const reveal = (index: number) => scroller.scrollToIndex(index, { align: "auto" });
  const keys = useRowKeys(items, { reveal, onOpen, selection });

  return (
    <>
      {waiting > 0 ? <NewRows count={waiting} onShow={show} /> : null}
      <div
        ref={list}
        role="grid"
        aria-label="Transactions"
        aria-multiselectable
        aria-rowcount={hasMore ? -1 : transactions.length}
        onKeyDown={keys.onKeyDown}
        className="relative"
        style={{ height: scroller.getTotalSize() }}
      >
        {visible.map(({ index, key, start, size }) => (
          <div
            key={key}
            role="presentation"
            className="absolute inset-x-0 top-0"
            style={{ height: size, transform: `translateY(${start - scroller.options.scrollMargin}px)` }}
          >
            <Item
              item={items[index]}
              accounts={accounts}
              isActive={index === keys.active}
              onOpen={onOpen}
              selection={selection}
              onFocus={() => keys.setActive(index)}
            />
          </div>
        ))}
      </div>
    </>
  );
}

type Reading = Pick<TransactionListProps, "hasMore" | "onMore" | "onLook">;

/** Tells the page which items are on the screen, and asks for more before the end is in sight. */
function useReading(items: readonly ListItem[], first: number, last: number, reading: Reading) {
  const { hasMore, onMore, onLook } = reading;
  useEffect(() => {
    if (hasMore && last >= items.length - READ_AHEAD) onMore();
  }, [hasMore, last, items.length, onMore]);
  const firstRow = rowAt(items, first, 1);
  const lastRow = rowAt(items, last, -1);
  useEffect(() => onLook(firstRow, lastRow), [onLook, firstRow, lastRow]);
}

/** The index among the rows of an item, or of the row next to it when the item is a heading. */
function rowAt(items: readonly ListItem[], index: number, step: 1 | -1): number {
  const item = items[index]?.kind === "day" ? items[index + step] : items[index];
  return item?.kind === "row" ? item.rowIndex : 0;
}

type ItemProps = {
  item: ListItem | undefined;
  accounts: ReadonlyMap<string, Account>;
  isActive: boolean;
  onOpen: (transactionId: string) => void;
  selection: Selection;
  onFocus: () => void;
};

function Item({ item, accounts, isActive, onOpen, selection, onFocus }: ItemProps) {
  if (item === undefined) return null;
  if (item.kind === "day") {
    return (
      <div role="row" className="flex h-full items-end px-2 pb-1.5">
        <span role="rowheader" className="text-13 font-medium text-ink-2">
          {formatDayHeading(item.date)}
        </span>
      </div>
    );
  }
  const { transaction, rowIndex } = item;
  return (
    <TransactionRow
      transaction={transaction}
      account={accounts.get(transaction.account_id)}
      rowIndex={rowIndex}
      isActive={isActive}
      isSelected={selection.has(transaction.id)}
      onOpen={() => onOpen(transaction.id)}
      onSelect={(isStretch) => selection.pick(transaction.id, isStretch)}
      onFocus={onFocus}
    />
  );
}

function NewRows({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    // No height of its own: it must not move the rows it floats over.
    <div className="sticky top-32 z-10 flex h-0 justify-center">
      <Button kind="primary" size="small" className="rounded-full shadow-float" onPress={onShow}>
        <ArrowUp aria-hidden className="size-3.5" />
        {count} new
      </Button>
    </div>
  );
}
