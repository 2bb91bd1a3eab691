/** What an account held or owed day by day, over a period the reader picks. */
import { useState } from "react";
import type { AccountDetail } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/dates";
import { formatMoney, toPixelsNumber } from "@/shared/lib/money";
import { usePreferences } from "@/shared/lib/preferences";
import { AreaChart } from "@/shared/ui/charts/area-chart";
import { Select } from "@/shared/ui/select";

const PERIODS = [
  { id: "30", label: "1 month" },
  { id: "90", label: "3 months" },
  { id: "365", label: "1 year" },
  { id: "all", label: "All" },
];

export function BalanceHistory({ account }: { account: AccountDetail }) {
  const [period, setPeriod] = useState("90");
  const { hideAmounts } = usePreferences();
  const days = period === "all" ? account.balances.length : Number(period);
  const shown = account.balances.slice(-days).filter(({ current }) => current !== null);
  if (shown.length < 2)
    return <p className="text-ink-2">The history appears once there are two days of it.</p>;
  const money = (amount: string, whole: boolean) =>
    hideAmounts ? "••••" : formatMoney(amount, account.currency, { whole });
  return (
    <>
      <div className="mt-4 mb-3 flex justify-end">
        <Select
          label="Period"
          hideLabel
          className="w-32"
          choices={PERIODS}
          value={period}
          onChange={setPeriod}
        />
      </div>
      <div className="h-56">
        <AreaChart
          label={`${account.is_debt ? "Owed" : "Balance"}, by day`}
          headings={["Day", account.is_debt ? "Owed" : "Balance"]}
          points={shown.map(({ date, current }) => ({
            key: date,
            value: toPixelsNumber(current ?? "0"),
            title: formatDay(date),
            text: money(current ?? "0", false),
          }))}
          formatTick={(value) => money(String(value), true)}
        />
      </div>
    </>
  );
}
