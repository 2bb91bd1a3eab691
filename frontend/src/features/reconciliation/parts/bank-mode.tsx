/** An account beside its bank: the difference, what explains it, and what was done about it before. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import { comparisonQuery } from "@/features/reconciliation/api";
import { ComparisonFigures } from "@/features/reconciliation/parts/comparison-figures";
import { Decisions } from "@/features/reconciliation/parts/decisions";
import { StatedBalance } from "@/features/reconciliation/parts/stated-balance";
import { SuggestionList } from "@/features/reconciliation/parts/suggestion-list";
import type { Account, Reconciled } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Card } from "@/shared/ui/card";
import { KeyHints } from "@/shared/ui/key-hints";

const route = getRouteApi("/shell/accounts/$accountId/reconcile");

export function BankMode({ account }: { account: Account }) {
  const stated = route.useSearch().bank ?? null;
  const comparison = useQuery(comparisonQuery(account.id, stated));
  return (
    <>
      <Card title="Ledger and bank" hideTitle>
        <Answered query={comparison} what="the comparison" isCompact>
          {(found) => <ComparisonFigures comparison={found.comparison} isStated={stated !== null} />}
        </Answered>
        <StatedBalance account={account} stated={stated} />
      </Card>
      {comparison.data === undefined ? null : (
        <Explanations account={account} stated={stated} found={comparison.data} />
      )}
      <Decisions account={account} stated={stated} />
    </>
  );
}

const KEYS = [
  ["J K", "next, previous"],
  ["Enter", "apply the fix"],
  ["I", "ignore"],
  ["Z", "undo"],
] as const;

type ExplanationsProps = { account: Account; stated: string | null; found: Reconciled };

function Explanations({ account, stated, found }: ExplanationsProps) {
  const { comparison, suggestions } = found;
  if (comparison.status === "off") {
    return (
      <Card title="What may explain it" action={<KeyHints hints={KEYS} />}>
        <SuggestionList account={account} stated={stated} suggestions={suggestions} />
      </Card>
    );
  }
  if (comparison.status === "unknown") return null;
  return (
    <p role="status" className="flex items-center gap-2.5 px-1 font-medium text-accent">
      <CircleCheck aria-hidden className="size-5" />
      {comparison.status === "agrees"
        ? "Every cent is accounted for. There is nothing to do."
        : "What is pending makes up the whole difference. It settles by itself."}
    </p>
  );
}
