/** Filters that are not understood: what was left out of an address, and what the server could not look for. */
import { ListFilter } from "lucide-react";
import { wordFor } from "@/features/transactions/search";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";

function inWords(names: readonly string[]): string {
  const words = names.map(wordFor);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

type MisreadNoteProps = { names: readonly string[]; onTidy: () => void };

export function MisreadNote({ names, onTidy }: MisreadNoteProps) {
  if (names.length === 0) return null;
  return (
    <div
      role="status"
      className="mt-3 flex flex-wrap items-center justify-between gap-2 rounded-card bg-attention/12 px-3 py-2 text-13"
    >
      <span className="text-pretty">
        <span className="font-medium">Not understood in this address, and left out:</span> {inWords(names)}.
      </span>
      <Button kind="quiet" size="small" onPress={onTidy}>
        Dismiss
      </Button>
    </div>
  );
}

type RefusedFiltersProps = { names: readonly string[]; onLeaveOut: () => void; onClear: () => void };

export function RefusedFilters({ names, onLeaveOut, onClear }: RefusedFiltersProps) {
  const words = inWords(names);
  return (
    <div role="alert">
      <EmptyState
        icon={<ListFilter />}
        title={names.length === 1 ? "A filter is not understood" : "Some filters are not understood"}
        action={
          <>
            <Button kind="primary" onPress={onLeaveOut}>
              Leave out the {words}
            </Button>
            <Button onPress={onClear}>Clear filters</Button>
          </>
        }
      >
        Nothing can be looked for by this {words}. A link may be old, or may have been cut short.
      </EmptyState>
    </div>
  );
}
