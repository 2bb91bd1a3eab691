/** Rows to tick by keyboard: one tab stop, arrows move, Space ticks, Shift Space ticks a stretch. Virtualised. */
import { observeElementRect, useVirtualizer } from "@tanstack/react-virtual";
import { Check } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { isOfPeriod } from "@/features/reconciliation/ticking";
import { useTickKeys } from "@/features/reconciliation/use-tick-keys";
import type { StatementDetail, StatementRow } from "@/shared/api/types";
import { cx } from "@/shared/ui/cx";
import { DateText } from "@/shared/ui/date-text";
import { Money } from "@/shared/ui/money";

const ROW_PX = 44;

type TickListProps = {
  label: string;
  rows: readonly StatementRow[];
  statement: StatementDetail;
  empty: string;
  onTick: (ids: readonly string[], isTicked: boolean) => void;
};

export function TickList({ label, rows, statement, empty, onTick }: TickListProps) {
  const box = useRef<HTMLDivElement>(null);
  const { active, tickAt, onKeyDown } = useTickKeys(rows, onTick);
  const virtual = useRows(box, rows.length, active);
  const row = rows[active];
  if (row === undefined) return <p className="py-2 text-ink-2">{empty}</p>;
  return (
    <div
      ref={box}
      role="listbox"
      aria-label={label}
      aria-multiselectable="true"
      aria-activedescendant={`tick-${row.id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="group -mx-2 max-h-[60dvh] overflow-y-auto rounded-control outline-offset-2 focus-visible:outline-2 focus-visible:outline-accent"
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const shown = rows[index];
          return shown === undefined ? null : (
            <Row
              key={shown.id}
              row={shown}
              currency={statement.currency}
              isEarlier={!isOfPeriod(statement, shown)}
              top={start}
              isActive={index === active}
              place={index + 1}
              count={rows.length}
              onPress={(isStretch) => tickAt(index, isStretch)}
            />
          );
        })}
      </div>
    </div>
  );
}

function useRows(box: RefObject<HTMLDivElement | null>, count: number, active: number) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    initialRect: { width: 400, height: 480 },
    // Without layout (tests, hidden tabs) everything measures 0: the first guess shows a screenful.
    observeElementRect: (instance, onRect) =>
      observeElementRect(instance, (rect) => {
        if (rect.height > 0) onRect(rect);
      }),
  });
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active);
  }, [active, virtual]);
  return virtual;
}

type RowProps = {
  row: StatementRow;
  currency: string;
  isEarlier: boolean;
  top: number;
  isActive: boolean;
  count: number;
  place: number;
  onPress: (isStretch: boolean) => void;
};

function Row({ row, currency, isEarlier, top, isActive, count, place, onPress }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself holds the focus and the keys.
    <div
      id={`tick-${row.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={row.ticked}
      aria-setsize={count}
      aria-posinset={place}
      onClick={(event) => onPress(event.shiftKey)}
      className={cx(
        "absolute inset-x-0 flex cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-sunken",
        isActive && "group-focus-visible:bg-sunken group-focus-visible:shadow-[inset_2px_0_0_var(--accent)]",
      )}
      style={{ transform: `translateY(${top}px)`, height: ROW_PX }}
    >
      <span
        aria-hidden
        className={cx(
          "grid size-4.5 shrink-0 place-items-center rounded-[4px] border",
          row.ticked ? "border-accent bg-accent text-on-accent" : "border-ink-3 bg-sheet text-transparent",
        )}
      >
        <Check className="size-3" />
      </span>
      <DateText date={row.date} className="w-14 shrink-0 text-13 text-ink-2" />
      <span className={cx("min-w-0 flex-1 truncate", isEarlier && "text-ink-2")}>
        {row.description}
        {isEarlier ? <span className="text-12">, before this period</span> : null}
      </span>
      <Money amount={row.amount} currency={currency} signs="always" />
    </div>
  );
}
