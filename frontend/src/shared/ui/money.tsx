/** An amount of money: tabular figures, its sign by character and by colour, hidden when the reader wants privacy. */
import { formatMoney, type SignStyle, signOf } from "@/shared/lib/money";
import { usePreferences } from "@/shared/lib/preferences";
import { cx } from "@/shared/ui/cx";

export type MoneyProps = {
  amount: string | null | undefined;
  currency: string;
  /** "always" for movements (+ money in, in accent), "never-plus" for balances. */
  signs?: SignStyle;
  /** Leave out the cents, for figures read at a glance. */
  whole?: boolean;
  className?: string;
};

export function Money({ amount, currency, signs = "never-plus", whole, className }: MoneyProps) {
  const { hideAmounts } = usePreferences();
  if (amount === null || amount === undefined) {
    return (
      <span className={cx("text-ink-2", className)}>
        <span aria-hidden>–</span>
        <span className="sr-only">Not known</span>
      </span>
    );
  }
  if (hideAmounts) {
    return (
      <span className={cx("tracking-wider", className)}>
        <span aria-hidden>••••</span>
        <span className="sr-only">Amount hidden</span>
      </span>
    );
  }
  const isIncome = signs === "always" && signOf(amount) > 0;
  return (
    <span className={cx("whitespace-nowrap tabular-nums", isIncome && "text-accent", className)}>
      {formatMoney(amount, currency, { signs, precision: whole ? "whole" : "exact" })}
    </span>
  );
}
