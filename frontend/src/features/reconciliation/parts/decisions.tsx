/** The signed trail: what people decided on suggestions, who and when, with the way back. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { decisionsQuery, useDecide } from "@/features/reconciliation/api";
import { CAUSES } from "@/features/reconciliation/wording";
import { meQuery } from "@/shared/api/queries";
import type { Account, Suggestion } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { notify } from "@/shared/ui/toast";

const WORDS: Record<Suggestion["status"], string> = {
  proposed: "Open",
  applied: "Fixed",
  undone: "Taken back",
  ignored: "Put aside",
};

export function Decisions({ account, stated }: { account: Account; stated: string | null }) {
  const decisions = useQuery(decisionsQuery(account.id));
  const decide = useDecide(account.id, stated);
  const undo = (suggestion: Suggestion) =>
    decide.mutate(
      { suggestion, decision: "undo" },
      {
        onSuccess: () => notify({ title: "Taken back", detail: CAUSES[suggestion.cause] }),
        onError: (error) => notify({ title: "It could not be taken back", detail: error.message }),
      },
    );
  useUndoKey(() => {
    const last = decisions.data?.find(canUndo);
    if (last !== undefined && !decide.isPending) undo(last);
  });

  if (decisions.data?.length === 0) return null;
  return (
    <Card title="What was decided before">
      <Answered query={decisions} what="earlier decisions" isCompact>
        {(found) => (
          <ul className="-my-2 divide-y divide-hairline">
            {found.map((suggestion) => (
              <Decision
                key={suggestion.id}
                suggestion={suggestion}
                isBusy={decide.isPending}
                onUndo={() => undo(suggestion)}
              />
            ))}
          </ul>
        )}
      </Answered>
    </Card>
  );
}

type DecisionProps = { suggestion: Suggestion; isBusy: boolean; onUndo: () => void };

function Decision({ suggestion, isBusy, onUndo }: DecisionProps) {
  const { decided_at } = suggestion;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p>
          <span className="font-medium">{WORDS[suggestion.status]}</span>: {CAUSES[suggestion.cause]}
        </p>
        <p className="text-13 text-pretty text-ink-2">
          {suggestion.reason} <Signer actor={suggestion.decided_by} />
          {decided_at === null ? null : (
            <>
              {", "}
              <AgoText instant={decided_at} />
            </>
          )}
        </p>
      </div>
      {canUndo(suggestion) ? (
        <Button
          size="small"
          onPress={onUndo}
          isDisabled={isBusy}
          aria-label={`Undo: ${CAUSES[suggestion.cause]}`}
        >
          Undo
        </Button>
      ) : null}
    </li>
  );
}

export function Signer({ actor }: { actor: string | null }) {
  const me = useQuery(meQuery).data;
  if (actor === null) return null;
  if (actor === `user:${me?.user.id}`) return "By you";
  return actor.startsWith("user:") ? "By another member" : "By Saldo";
}

function canUndo({ status }: Suggestion): boolean {
  return status === "applied" || status === "ignored";
}

/** `z` takes the last decision back, wherever on the page one is, but not while typing. */
function useUndoKey(undo: () => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isTyping = event.target instanceof HTMLElement && event.target.closest("input, textarea") !== null;
    if (event.key === "z" && !isTyping && !event.ctrlKey && !event.metaKey) undo();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
