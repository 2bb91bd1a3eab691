/** From the opening over the ticked rows to the closing balance, and what is still lacking. */
import type { ReactNode } from "react";
import { Figure } from "@/features/reconciliation/parts/comparison-figures";
import type { StatementDetail } from "@/shared/api/types";
import { signOf, sum } from "@/shared/lib/money";
import { cx } from "@/shared/ui/cx";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";

export function RunningSum({ statement, children }: { statement: StatementDetail; children?: ReactNode }) {
  const { currency, difference } = statement;
  const ticked = sum(statement.rows.filter((row) => row.ticked).map(({ amount }) => amount));
  const isDone = signOf(difference) === 0;
  return (
    <section
      aria-label="Running difference"
      className={cx(
        "sticky top-14 z-10 flex flex-wrap items-end gap-x-8 gap-y-3 rounded-card border bg-sheet p-4",
        isDone ? "border-accent/50" : "border-hairline",
      )}
    >
      <dl className="flex flex-1 flex-wrap items-end gap-x-6 gap-y-2 sm:gap-x-8">
        <Figure label="Opening">
          <Money amount={statement.opening_balance} currency={currency} className="text-16" />
        </Figure>
        <Figure label={`${statement.ticked_count} ticked`}>
          <Money amount={ticked} currency={currency} signs="always" className="text-16" />
        </Figure>
        <Figure label="Closing">
          <Money amount={statement.closing_balance} currency={currency} className="text-16" />
        </Figure>
        <Figure label="Left">
          <span aria-live="polite">
            <Highlight value={difference} className="text-28 font-semibold tracking-tight">
              <Money
                amount={difference}
                currency={currency}
                signs={isDone ? "never-plus" : "always"}
                className={isDone ? "text-accent!" : "text-ink!"}
              />
            </Highlight>
          </span>
        </Figure>
      </dl>
      <div className="flex flex-wrap gap-2">{children}</div>
    </section>
  );
}
