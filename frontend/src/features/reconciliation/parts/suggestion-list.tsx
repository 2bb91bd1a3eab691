/** The explanations, likeliest first, by keyboard; a fix moves the difference and can be taken back. */
import { type KeyboardEvent, useRef } from "react";
import { useDecide } from "@/features/reconciliation/api";
import { SuggestionCard } from "@/features/reconciliation/parts/suggestion-card";
import { CAUSES } from "@/features/reconciliation/wording";
import type { Account, Suggestion } from "@/shared/api/types";
import { notify } from "@/shared/ui/toast";

type SuggestionListProps = { account: Account; stated: string | null; suggestions: readonly Suggestion[] };

export function SuggestionList({ account, stated, suggestions }: SuggestionListProps) {
  const decide = useDecide(account.id, stated);
  const list = useRef<HTMLOListElement>(null);
  const busy = decide.isPending ? decide.variables.suggestion.id : null;

  function failed(error: Error) {
    notify({ title: "Nothing was changed", detail: error.message });
  }

  function fix(suggestion: Suggestion) {
    decide.mutate(
      { suggestion, decision: "apply" },
      {
        onSuccess: () =>
          notify({
            title: "Done, and signed with your name",
            detail: CAUSES[suggestion.cause],
            action: { label: "Undo", run: () => decide.mutate({ suggestion, decision: "undo" }) },
          }),
        onError: failed,
      },
    );
  }

  function putAside(suggestion: Suggestion) {
    decide.mutate({ suggestion, decision: "ignore" }, { onError: failed });
  }

  if (suggestions.length === 0) {
    return (
      <p className="max-w-prose text-pretty text-ink-2">
        No explanation is left. Sync the bank once more, look through the newest rows, or tick the account off
        against a statement.
      </p>
    );
  }
  return (
    <ol
      ref={list}
      aria-label="Explanations, likeliest first"
      className="flex flex-col gap-2"
      onKeyDown={(event) => moveFocus(event, list.current)}
    >
      {suggestions.map((suggestion, place) => (
        <li key={suggestion.id}>
          <SuggestionCard
            suggestion={suggestion}
            account={account}
            isFirst={place === 0}
            isBusy={busy === suggestion.id}
            onFix={() => fix(suggestion)}
            onPutAside={() => putAside(suggestion)}
          />
        </li>
      ))}
    </ol>
  );
}

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function moveFocus(event: KeyboardEvent, list: HTMLElement | null) {
  const step = STEPS[event.key];
  const cards = [...(list?.querySelectorAll<HTMLElement>("[data-suggestion]") ?? [])];
  const place = event.target instanceof HTMLElement ? cards.indexOf(event.target) : -1;
  if (step === undefined || place < 0) return;
  event.preventDefault();
  cards[place + step]?.focus();
}
