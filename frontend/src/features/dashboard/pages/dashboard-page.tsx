/** One glance: am I all right, does anything need me. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { dashboardQuery } from "@/features/dashboard/api";
import { AccountsCard } from "@/features/dashboard/parts/accounts-card";
import { BanksCard } from "@/features/dashboard/parts/banks-card";
import { CashFlowCard } from "@/features/dashboard/parts/cash-flow-card";
import { DashboardSkeleton } from "@/features/dashboard/parts/dashboard-skeleton";
import { FirstSteps } from "@/features/dashboard/parts/first-steps";
import { LatestCard } from "@/features/dashboard/parts/latest-card";
import { NeedsYou } from "@/features/dashboard/parts/needs-you";
import { NetWorthCard } from "@/features/dashboard/parts/net-worth-card";
import { SpendingCard } from "@/features/dashboard/parts/spending-card";
import { StandingCard } from "@/features/dashboard/parts/standing-card";
import { useSpokenTotal } from "@/features/dashboard/use-spoken-total";
import { accountsQuery, connectionsQuery } from "@/shared/api/queries";
import type { Account, Connection, CurrencyDashboard, Dashboard } from "@/shared/api/types";
import { currentMonth } from "@/shared/lib/dates";
import { currentCurrency } from "@/shared/lib/regional";
import { InstantText } from "@/shared/ui/date-text";
import { ErrorState } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/toggle";

export function DashboardPage() {
  const dashboard = useQuery(dashboardQuery(currentMonth().value));
  const accounts = useQuery(accountsQuery);
  const connections = useQuery(connectionsQuery);
  const [chosen, setChosen] = useState(currentCurrency);
  const currencies = dashboard.data?.currencies ?? [];
  const numbers = currencies.find(({ currency }) => currency === chosen) ?? currencies[0];
  useSpokenTotal(numbers);

  const failed = [dashboard, accounts, connections].find(
    ({ isError, data }) => isError && data === undefined,
  );
  const banks = connections.data?.connections;
  return (
    <Page
      title="Dashboard"
      note={
        dashboard.data === undefined ? (
          "Reading your accounts"
        ) : (
          <AsOf dashboard={dashboard.data} accounts={accounts.data ?? []} />
        )
      }
      actions={<CurrencyPicker currencies={currencies} value={numbers?.currency} onChange={setChosen} />}
    >
      {failed !== undefined ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : banks === undefined || accounts.data === undefined || dashboard.data === undefined ? (
        <DashboardSkeleton />
      ) : (
        <Content numbers={numbers} accounts={accounts.data} banks={banks} />
      )}
    </Page>
  );
}

function AsOf({ dashboard, accounts }: { dashboard: Dashboard; accounts: readonly Account[] }) {
  // What the rows of the accounts say too: a sync that brings no rows may still bring a newer balance.
  const bankTime = accounts
    .filter(({ status }) => status === "active")
    .map(({ balance_as_of }) => balance_as_of)
    .sort()
    .at(-1);
  return (
    <>
      As of <InstantText instant={dashboard.as_of} />
      {bankTime === undefined ? null : (
        <>
          , bank data from <InstantText instant={bankTime} />
        </>
      )}
    </>
  );
}

type CurrencyPickerProps = {
  currencies: readonly CurrencyDashboard[];
  value: string | undefined;
  onChange: (currency: string) => void;
};

function CurrencyPicker({ currencies, value, onChange }: CurrencyPickerProps) {
  if (currencies.length < 2 || value === undefined) return null;
  const choices = currencies.map(({ currency }) => ({ value: currency, label: currency }));
  return <Segmented label="Currency" value={value} choices={choices} onChange={onChange} />;
}

type ContentProps = {
  numbers: CurrencyDashboard | undefined;
  accounts: readonly Account[];
  banks: readonly Connection[];
};

function Content({ numbers, accounts, banks }: ContentProps) {
  if (banks.length === 0 && accounts.length === 0) return <FirstSteps />;
  return (
    <>
      <NeedsYou connections={banks} accounts={accounts} />
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-3">
        {numbers === undefined ? null : (
          <>
            <NetWorthCard numbers={numbers} className="xl:col-span-2" />
            <div className="grid grid-cols-1 gap-4 md:grid-cols-2 xl:grid-cols-1">
              <StandingCard numbers={numbers} accounts={accounts} />
              <CashFlowCard numbers={numbers} />
            </div>
          </>
        )}
        <div className="flex min-w-0 flex-col gap-4 xl:col-span-2">
          {numbers === undefined ? null : <SpendingCard numbers={numbers} />}
          <AccountsCard accounts={accounts} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <BanksCard connections={banks} />
          <LatestCard accounts={accounts} />
        </div>
      </div>
    </>
  );
}
