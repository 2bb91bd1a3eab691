/** Money in and money out this month, on one scale. */
import { Link } from "@tanstack/react-router";
import { Provisional } from "@/features/dashboard/parts/provisional";
import type { TransactionFilter } from "@/shared/api/keys";
import type { CurrencyDashboard } from "@/shared/api/types";
import { currentMonth } from "@/shared/lib/dates";
import { negate, share, signOf, subtract } from "@/shared/lib/money";
import { Card } from "@/shared/ui/card";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";

export function CashFlowCard({ numbers }: { numbers: CurrencyDashboard }) {
  const { name, first, last } = currentMonth();
  const rows = { currency: numbers.currency, from: first, to: last };
  const { money_in: moneyIn, money_out: moneyOut } = numbers;
  const kept = subtract(moneyIn, moneyOut);
  const longest = signOf(kept) >= 0 ? moneyIn : moneyOut;
  return (
    <Card
      title={`Cash flow in ${name}`}
      action={
        <Link to="/transactions" search={rows} className="text-13 font-medium text-accent hover:underline">
          See the rows
        </Link>
      }
    >
      <ul className="flex flex-col gap-3">
        <Flow
          label="In"
          rows={{ ...rows, counts_as: "income" }}
          amount={moneyIn}
          currency={numbers.currency}
          width={share(moneyIn, longest)}
          color="var(--accent)"
        />
        <Flow
          label="Out"
          rows={{ ...rows, counts_as: "spending" }}
          amount={negate(moneyOut)}
          currency={numbers.currency}
          width={share(moneyOut, longest)}
          color="var(--ink-3)"
        />
        <li className="flex items-baseline justify-between border-t border-hairline pt-3">
          <span className="text-ink-2">{signOf(kept) >= 0 ? "Kept so far" : "More out than in"}</span>
          <span className="text-16 font-semibold">
            <Money amount={kept} currency={numbers.currency} signs="always" />
          </span>
        </li>
      </ul>
      {numbers.transactions_waiting > 0 ? (
        <p className="mt-3 text-13 text-ink-2">
          <Provisional waiting={numbers.transactions_waiting} />
        </p>
      ) : null}
    </Card>
  );
}

type FlowProps = {
  label: string;
  /** The rows that it is the sum of. */
  rows: TransactionFilter;
  amount: string;
  currency: string;
  width: number;
  color: string;
};

function Flow({ label, rows, amount, currency, width, color }: FlowProps) {
  return (
    <li>
      <div className="flex items-baseline justify-between">
        <Link to="/transactions" search={rows} className="text-ink-2 hover:underline">
          {label}
        </Link>
        <span className="font-medium">
          <Highlight value={amount}>
            <Money amount={amount} currency={currency} signs="always" />
          </Highlight>
        </span>
      </div>
      <div aria-hidden className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-sunken">
        <div
          className="h-full rounded-full transition-[width] duration-200"
          style={{ width: `${width * 100}%`, backgroundColor: color }}
        />
      </div>
    </li>
  );
}
