/** What an account held or owed day by day: our rows added up, and beside it what the bank stated. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { balancesQuery } from "@/shared/api/standing";
import type { Account, AccountBalances } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/dates";
import { formatMoney, type Precision, toPixelsNumber } from "@/shared/lib/money";
import { usePreferences } from "@/shared/lib/preferences";
import { Answered } from "@/shared/ui/answered";
import { AreaChart } from "@/shared/ui/charts/area-chart";
import { Segmented } from "@/shared/ui/toggle";

const PERIODS = [
  { value: "30", label: "1M", longLabel: "1 month" },
  { value: "90", label: "3M", longLabel: "3 months" },
  { value: "365", label: "1Y", longLabel: "1 year" },
  { value: "730", label: "2Y", longLabel: "2 years" },
] as const;

type Period = (typeof PERIODS)[number]["value"];

export function BalanceHistory({ account }: { account: Account }) {
  const [period, setPeriod] = useState<Period>("90");
  // The old line stays until the new one is there: nothing jumps.
  const query = useQuery({ ...balancesQuery(account.id, Number(period)), placeholderData: keepPreviousData });
  return (
    <>
      <div className="mt-4 mb-3 flex flex-wrap items-center justify-between gap-3">
        <Legend />
        <Segmented label="Period" value={period} choices={PERIODS} onChange={setPeriod} />
      </div>
      <div className="min-h-56">
        <Answered query={query} what="the balance history" rows={4} isCompact>
          {(balances) => <Lines balances={balances} />}
        </Answered>
      </div>
    </>
  );
}

function Legend() {
  return (
    <p aria-hidden className="flex gap-4 text-13 text-ink-2">
      <span className="flex items-center gap-1.5">
        <span className="h-0.5 w-4 bg-accent" />
        Your rows
      </span>
      <span className="flex items-center gap-1.5">
        <span className="w-4 border-t-2 border-dashed border-ink-2" />
        The bank
      </span>
    </p>
  );
}

function Lines({ balances }: { balances: AccountBalances }) {
  const { hideAmounts } = usePreferences();
  const money = (amount: string, precision: Precision) =>
    hideAmounts ? "••••" : formatMoney(amount, balances.currency, { precision });
  const isLedger = balances.days.some(({ ledger }) => ledger !== null);
  const days = balances.days.flatMap(({ date, ledger, bank }) => {
    const main = isLedger ? ledger : bank;
    return main === null ? [] : [{ date, main, bank }];
  });
  if (days.length < 2) {
    return <p className="text-ink-2">The history appears once there are two days of it.</p>;
  }
  const word = balances.is_debt ? "Owed" : "Balance";
  return (
    <div className="h-56">
      <AreaChart
        label={`${word}, by day`}
        headings={["Day", word]}
        points={days.map(({ date, main }) => ({
          key: date,
          value: toPixelsNumber(main),
          title: formatDay(date),
          text: money(main, "exact"),
        }))}
        formatTick={(value) => money(String(value), "compact")}
        {...(isLedger
          ? {
              beside: {
                heading: "Bank",
                values: days.map(({ bank }) =>
                  bank === null ? null : { value: toPixelsNumber(bank), text: money(bank, "exact") },
                ),
              },
            }
          : {})}
      />
    </div>
  );
}
