/** What the bank says, what our rows add up to, and the one number between them. */
import type { ReactNode } from "react";
import type { Comparison } from "@/shared/api/types";
import { signOf } from "@/shared/lib/money";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";
import { StandingPill } from "@/shared/ui/standing";

type ComparisonFiguresProps = {
  comparison: Comparison;
  /** The bank's figure is one that a person typed. */
  isStated: boolean;
};

export function ComparisonFigures({ comparison, isStated }: ComparisonFiguresProps) {
  const { currency, difference, bank, ledger, pending } = comparison;
  return (
    <>
      <dl className="flex flex-wrap items-end gap-x-8 gap-y-3">
        <Figure label="Difference">
          <Highlight value={difference} className="text-40 font-semibold tracking-tight">
            <Money amount={difference} currency={currency} signs="always" className="text-ink!" />
          </Highlight>
        </Figure>
        <Figure label={isStated ? "The bank says, as you typed it" : "The bank says"}>
          <Highlight value={bank} className="text-20">
            <Money amount={bank} currency={currency} />
          </Highlight>
        </Figure>
        <Figure label="Your rows add up to">
          <Highlight value={ledger} className="text-20">
            <Money amount={ledger} currency={currency} />
          </Highlight>
        </Figure>
        {signOf(pending) === 0 ? null : (
          <Figure label="Pending, in neither">
            <Money amount={pending} currency={currency} signs="always" className="text-20" />
          </Figure>
        )}
      </dl>
      <p aria-live="polite" className="mt-3">
        <StandingPill standing={comparison} />
      </p>
    </>
  );
}

export function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-13 text-ink-2">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
