/** What is owned against what is owed, and what the parts weigh. */
import type { Account, CurrencyDashboard } from "@/shared/api/types";
import { type AccountGroup, groupAccounts } from "@/shared/lib/account-groups";
import { absolute, negate, share, sum } from "@/shared/lib/money";
import { Card } from "@/shared/ui/card";
import { WeightBar } from "@/shared/ui/charts/weight-bar";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";
import { seriesColor } from "@/shared/ui/series";

type StandingCardProps = { numbers: CurrencyDashboard; accounts: readonly Account[] };

export function StandingCard({ numbers, accounts }: StandingCardProps) {
  const groups = groupAccounts(accounts.filter(({ currency }) => currency === numbers.currency));
  return (
    <Card title="Assets and debts">
      <div className="flex flex-col gap-5">
        <Side
          label="Assets"
          amount={absolute(numbers.assets)}
          currency={numbers.currency}
          groups={groups.filter(({ isDebt }) => !isDebt)}
        />
        <Side
          label="Debts"
          amount={negate(absolute(numbers.debts))}
          currency={numbers.currency}
          groups={groups.filter(({ isDebt }) => isDebt)}
        />
      </div>
    </Card>
  );
}

type SideProps = { label: string; amount: string; currency: string; groups: readonly AccountGroup[] };

function Side({ label, amount, currency, groups }: SideProps) {
  const weights = groups.map((group) => ({ group, weight: absolute(group.totals[0]?.amount ?? "0") }));
  const whole = sum(weights.map(({ weight }) => weight));
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3">
        <span className="text-ink-2">{label}</span>
        <Highlight value={amount} className="text-20 font-semibold tracking-tight">
          <Money amount={amount} currency={currency} />
        </Highlight>
      </div>
      {groups.length === 0 ? null : (
        <>
          <div className="my-2.5">
            <WeightBar
              parts={weights.map(({ group, weight }) => ({
                key: group.id,
                share: share(weight, whole),
                series: group.series,
              }))}
            />
          </div>
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-13 text-ink-2">
            {groups.map(({ id, label: name, series }) => (
              <li key={id} className="flex items-center gap-1.5">
                <span
                  aria-hidden
                  className="size-2 rounded-[3px]"
                  style={{ backgroundColor: seriesColor(series) }}
                />
                {name}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
