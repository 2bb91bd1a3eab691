/** The one big number, what it did, and how it got there. */
import { useQuery } from "@tanstack/react-query";
import { ArrowDownRight, ArrowRight, ArrowUpRight } from "lucide-react";
import { useState } from "react";
import { dashboardQuery, LONGEST_DAYS, USUAL_DAYS } from "@/features/dashboard/api";
import {
  type Change,
  changeOver,
  lastDays,
  PERIODS,
  type Period,
  periodInWords,
} from "@/features/dashboard/net-worth";
import type { CurrencyDashboard } from "@/shared/api/types";
import { currentMonth, formatDay } from "@/shared/lib/dates";
import { formatMoney, toPixelsNumber } from "@/shared/lib/money";
import { usePreferences } from "@/shared/lib/preferences";
import { AreaChart } from "@/shared/ui/charts/area-chart";
import { cx } from "@/shared/ui/cx";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";
import { Loading, Skeleton } from "@/shared/ui/skeleton";
import { Segmented } from "@/shared/ui/toggle";

export function NetWorthCard({ numbers, className }: { numbers: CurrencyDashboard; className?: string }) {
  const [period, setPeriod] = useState<Period>("90");
  const known = useHistory(numbers, Number(period));
  const history = known === null ? null : lastDays(known, period);
  return (
    <section
      aria-labelledby="net-worth"
      className={cx("flex flex-col rounded-card border border-hairline bg-sheet p-5", className)}
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h2 id="net-worth" className="text-14 font-semibold">
            Net worth
          </h2>
          <div className="mt-1 text-40 font-semibold tracking-tight max-sm:text-28">
            <Highlight value={numbers.net_worth}>
              <Money amount={numbers.net_worth} currency={numbers.currency} />
            </Highlight>
          </div>
          {history === null ? (
            <Skeleton className="mt-2 h-4 w-44" />
          ) : (
            <ChangeLine
              change={changeOver(history, numbers.net_worth)}
              currency={numbers.currency}
              words={periodInWords(history, period)}
            />
          )}
        </div>
        <Segmented label="Period" value={period} choices={PERIODS} onChange={setPeriod} />
      </div>
      {history === null ? (
        <Loading what="the longer history" className="mt-5 flex min-h-56 flex-1">
          <Skeleton className="w-full" />
        </Loading>
      ) : (
        <HistoryChart history={history} currency={numbers.currency} />
      )}
    </section>
  );
}

/** The days that were asked for; null until they are here. */
function useHistory(numbers: CurrencyDashboard, days: number): CurrencyDashboard["history"] | null {
  const isLong = days > USUAL_DAYS;
  const all = useQuery({ ...dashboardQuery(currentMonth().value, LONGEST_DAYS), enabled: isLong });
  if (!isLong) return numbers.history;
  if (all.isPending) return null;
  // Where it cannot be read, the days at hand stand in: the line of words says since when they are.
  return (
    all.data?.currencies.find(({ currency }) => currency === numbers.currency)?.history ?? numbers.history
  );
}

const ARROWS = { [-1]: ArrowDownRight, 0: ArrowRight, 1: ArrowUpRight } as const;

function ChangeLine({ change, currency, words }: { change: Change | null; currency: string; words: string }) {
  if (change === null)
    return <p className="mt-1 text-14 text-ink-2">The first days are still being written.</p>;
  const Arrow = ARROWS[change.direction];
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-1.5 text-14 text-ink-2">
      <Arrow aria-hidden className={cx("size-4", change.direction > 0 && "text-accent")} />
      <Money amount={change.amount} currency={currency} signs="always" className="font-medium" />
      {change.percent === null ? null : <span>({change.percent})</span>}
      <span>{words}</span>
    </p>
  );
}

function HistoryChart({ history, currency }: { history: CurrencyDashboard["history"]; currency: string }) {
  const { hideAmounts } = usePreferences();
  if (history.length < 2) {
    return (
      <p className="mt-4 grid h-40 place-items-center rounded-control bg-sunken px-4 text-center text-ink-2">
        The line starts tomorrow: it needs two days to connect.
      </p>
    );
  }
  const points = history.map(({ date, net_worth }) => ({
    key: date,
    value: toPixelsNumber(net_worth),
    title: formatDay(date),
    text: hideAmounts ? "Amount hidden" : formatMoney(net_worth, currency),
  }));
  return (
    <div className="mt-5 min-h-56 flex-1">
      <AreaChart
        label="Net worth over time"
        headings={["Day", "Net worth"]}
        points={points}
        formatTick={(value) =>
          hideAmounts ? "••••" : formatMoney(String(value), currency, { precision: "compact" })
        }
      />
    </div>
  );
}
