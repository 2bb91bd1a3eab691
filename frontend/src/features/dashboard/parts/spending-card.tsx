/** Where the money of this month went, beside the month before; a slice or a row leads to its transactions. */
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Provisional } from "@/features/dashboard/parts/provisional";
import { type Spending, type SpendingRow, spendingOf } from "@/features/dashboard/spending";
import type { CurrencyDashboard } from "@/shared/api/types";
import { currentMonth } from "@/shared/lib/dates";
import { formatMoney, signOf, toPixelsNumber } from "@/shared/lib/money";
import { usePreferences } from "@/shared/lib/preferences";
import { Card } from "@/shared/ui/card";
import { type Bar, BarList } from "@/shared/ui/charts/bar-list";
import { Donut } from "@/shared/ui/charts/donut";
import { TableTwin } from "@/shared/ui/charts/table-twin";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";
import { categorySeries, REST, seriesColor } from "@/shared/ui/series";

// As the list of transactions calls what has no category yet.
const UNNAMED = "none";
const OTHERS = "others";

type SpendingCardProps = { numbers: CurrencyDashboard; className?: string };

export function SpendingCard({ numbers, className }: SpendingCardProps) {
  const { name, previousName } = currentMonth();
  const [isWhole, setIsWhole] = useState(false);
  const spending = isWhole ? spendingOf(numbers.spending, Infinity) : spendingOf(numbers.spending);
  const waiting = numbers.transactions_waiting;
  return (
    <Card
      title={`Spending in ${name}`}
      {...(className === undefined ? {} : { className })}
      note={waiting > 0 ? <Provisional waiting={waiting} /> : undefined}
    >
      {spending.rows.length === 0 ? (
        <p className="py-10 text-center text-ink-2">
          {waiting > 0
            ? `Nothing is filed under ${name} yet.`
            : `Nothing spent in ${name} yet. Categories appear with the first purchase.`}
        </p>
      ) : (
        <Breakdown
          spending={spending}
          currency={numbers.currency}
          previousName={previousName}
          onWhole={() => setIsWhole(true)}
        />
      )}
    </Card>
  );
}

type TableProps = { spending: Spending; currency: string; previousName: string };
type BreakdownProps = TableProps & { onWhole: () => void };

function Breakdown({ spending, currency, previousName, onWhole }: BreakdownProps) {
  const [active, setActive] = useState<string | null>(null);
  const navigate = useNavigate();
  const shown = spending.rows.find(({ category }) => (category ?? UNNAMED) === active);
  const slices = spending.rows.map((row) => ({
    key: row.category ?? UNNAMED,
    label: row.label,
    value: toPixelsNumber(row.amount),
    series: row.color ?? categorySeries(row.category ?? "OTHER"),
  }));
  const rest =
    spending.others === null
      ? []
      : [
          {
            key: OTHERS,
            label: "Everything else",
            value: toPixelsNumber(spending.others.amount),
            series: REST,
          },
        ];
  const open = (key: string) => {
    if (key === OTHERS) onWhole();
    else void navigate({ to: "/transactions", search: rowsOf(key, currency) });
  };
  return (
    <div className="flex flex-col items-center gap-x-8 gap-y-5 md:flex-row md:items-start">
      <Donut
        slices={[...slices, ...rest].filter(({ value }) => value > 0)}
        active={active}
        onActive={setActive}
        onSelect={open}
      >
        <DonutCenter
          label={shown?.label ?? "Spent"}
          amount={shown?.amount ?? spending.total}
          currency={currency}
        />
      </Donut>
      <div className="w-full min-w-0 flex-1">
        <Bars
          spending={spending}
          currency={currency}
          active={active}
          onActive={setActive}
          onWhole={onWhole}
        />
        <p className="mt-2 px-2 text-12 text-ink-2">
          The tick on each bar is {previousName}:{" "}
          <Money amount={spending.previousTotal} currency={currency} /> in all.
        </p>
      </div>
      <SpendingTable spending={spending} currency={currency} previousName={previousName} />
    </div>
  );
}

function DonutCenter({ label, amount, currency }: { label: string; amount: string; currency: string }) {
  return (
    <span className="flex max-w-28 flex-col">
      <span className="truncate text-12 text-ink-2">{label}</span>
      <Highlight value={amount} className="text-16 font-semibold tracking-tight">
        <Money amount={amount} currency={currency} />
      </Highlight>
    </span>
  );
}

type BarsProps = {
  spending: Spending;
  currency: string;
  active: string | null;
  onActive: (key: string | null) => void;
  onWhole: () => void;
};

function Bars({ spending, currency, active, onActive, onWhole }: BarsProps) {
  const bars = spending.rows.map((row) => barOf(row, currency));
  const asLink = (bar: Bar, content: ReactNode) => (
    <Link
      to="/transactions"
      search={rowsOf(bar.key, currency)}
      className="block rounded-control px-2 py-2 transition-colors hover:bg-sunken"
    >
      {content}
    </Link>
  );
  return (
    <>
      <BarList
        label="Spending by category"
        bars={bars}
        active={active}
        onActive={onActive}
        renderRow={asLink}
      />
      {spending.others === null ? null : (
        <button
          type="button"
          onClick={onWhole}
          className="flex w-full justify-between rounded-control px-2 py-2 text-ink-2 transition-colors hover:bg-sunken"
        >
          <span className="flex items-center gap-2">
            <span
              aria-hidden
              className="size-2.5 rounded-[3px]"
              style={{ backgroundColor: seriesColor(REST) }}
            />
            {spending.others.count} more categories
          </span>
          <Money amount={spending.others.amount} currency={currency} />
        </button>
      )}
    </>
  );
}

/** The rows that a figure is made of, and no others. */
function rowsOf(category: string, currency: string) {
  const { first, last } = currentMonth();
  return { category, counts_as: "spending", currency, from: first, to: last } as const;
}

function barOf(row: SpendingRow, currency: string): Bar {
  return {
    key: row.category ?? UNNAMED,
    label: row.label,
    series: row.color ?? categorySeries(row.category ?? "OTHER"),
    share: row.share,
    ghost: signOf(row.previous) > 0 ? row.previousShare : null,
    figure: (
      <Highlight value={row.amount}>
        <Money amount={row.amount} currency={currency} />
      </Highlight>
    ),
  };
}

function SpendingTable({ spending, currency, previousName }: TableProps) {
  const { hideAmounts } = usePreferences();
  const write = (amount: string) => (hideAmounts ? "Amount hidden" : formatMoney(amount, currency));
  return (
    <TableTwin
      caption="Spending by category"
      headings={["Category", "This month", previousName]}
      rows={spending.rows.map(({ label, amount, previous }) => [label, write(amount), write(previous)])}
    />
  );
}
