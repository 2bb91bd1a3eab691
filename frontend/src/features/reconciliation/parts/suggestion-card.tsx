/** One explanation of a difference: why we think so, what would mend it, and by how much. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId } from "react";
import { CAUSES, deedWords, isWaiting, likelihood } from "@/features/reconciliation/wording";
import { accountsQuery } from "@/shared/api/queries";
import type { Account, SuggestedFix, Suggestion } from "@/shared/api/types";
import { formatWholePercent } from "@/shared/lib/figures";
import { Button } from "@/shared/ui/button";
import { DateText } from "@/shared/ui/date-text";
import { Money } from "@/shared/ui/money";

type SuggestionCardProps = {
  suggestion: Suggestion;
  account: Account;
  isFirst: boolean;
  isBusy: boolean;
  onFix: () => void;
  onPutAside: () => void;
};

export function SuggestionCard(props: SuggestionCardProps) {
  const { suggestion, account, isFirst, isBusy, onFix, onPutAside } = props;
  const titleId = useId();

  function onKeyDown(event: KeyboardEvent) {
    // Keys pressed on a button inside the card belong to the button.
    if (event.target !== event.currentTarget || isBusy) return;
    if (event.key === "Enter" && !isWaiting(suggestion)) onFix();
    if (event.key === "i") onPutAside();
  }

  return (
    <article
      data-suggestion
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard moves from card to card.
      tabIndex={0}
      aria-labelledby={titleId}
      onKeyDown={onKeyDown}
      className="flex flex-col gap-3 rounded-card border border-hairline p-4 outline-offset-2 focus-visible:outline-2 focus-visible:outline-accent sm:flex-row sm:items-start sm:gap-6"
    >
      <div className="min-w-0 flex-1">
        <h3 id={titleId} className="flex flex-wrap items-baseline gap-x-2 font-semibold">
          {CAUSES[suggestion.cause]}
          <span className="text-13 font-normal text-ink-2">
            {likelihood(suggestion.confidence)}, {formatWholePercent(suggestion.confidence)}
          </span>
        </h3>
        <p className="mt-1 text-pretty text-ink-2">{suggestion.reason}</p>
        <Fixes fixes={suggestion.fixes} account={account} />
      </div>
      <div className="flex shrink-0 gap-2">
        {isWaiting(suggestion) ? null : (
          <Button kind={isFirst ? "primary" : "secondary"} onPress={onFix} isPending={isBusy}>
            Fix it
          </Button>
        )}
        <Button kind="quiet" onPress={onPutAside} isDisabled={isBusy}>
          Not this
        </Button>
      </div>
    </article>
  );
}

function Fixes({ fixes, account }: { fixes: readonly SuggestedFix[]; account: Account }) {
  const accounts = useQuery(accountsQuery).data ?? [];
  const nameOf = (id: string) => accounts.find((each) => each.id === id)?.name ?? "the other account";
  return (
    <ul className="mt-2 flex flex-col gap-1 text-13">
      {fixes.map((fix) => (
        <li
          key={`${fix.action} ${fix.entry_id} ${fix.date} ${fix.effect}`}
          className="flex flex-wrap items-baseline gap-x-2 border-l-2 border-hairline pl-2.5"
        >
          <span className="font-medium">{deedWords(fix, nameOf)}</span>
          {fix.description === null ? null : (
            <span className="min-w-0 break-words text-ink-2">
              {fix.description}
              {fix.date === null ? null : (
                <>
                  , <DateText date={fix.date} />
                </>
              )}
            </span>
          )}
          <Money amount={fix.effect} currency={account.currency} signs="always" className="font-medium" />
        </li>
      ))}
    </ul>
  );
}
