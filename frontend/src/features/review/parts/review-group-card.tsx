/** One merchant in the inbox: what the bank wrote, what it may be, and three keys to say so. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { inboxKey } from "@/features/review/use-inbox-keys";
import { categoryChoicesQuery } from "@/shared/api/queries";
import type { ReviewGroup } from "@/shared/api/types";
import { formatCounted, formatWholePercent } from "@/shared/lib/figures";
import { Button } from "@/shared/ui/button";
import { DateText } from "@/shared/ui/date-text";
import { Mark } from "@/shared/ui/mark";
import { Money } from "@/shared/ui/money";
import { SearchableSelect } from "@/shared/ui/searchable-select";
import { Checkbox } from "@/shared/ui/toggle";

type ReviewGroupCardProps = {
  group: ReviewGroup;
  onChoose: (category: string, remember: boolean) => void;
};

export function ReviewGroupCard({ group, onChoose }: ReviewGroupCardProps) {
  const titleId = useId();
  const [isSearching, setSearching] = useState(false);
  const [remember, setRemember] = useState(true);
  const choose = (category: string) => onChoose(category, remember);

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.key === "Escape" && isSearching) {
      event.currentTarget.focus();
      setSearching(false);
    }
    const key = inboxKey(event);
    const candidate = group.candidates[Number(key) - 1];
    if (candidate !== undefined) choose(candidate.detailed);
    if (key === "c") {
      event.preventDefault();
      setSearching(true);
    }
  }

  return (
    <article
      data-group
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard moves from card to card.
      tabIndex={0}
      aria-labelledby={titleId}
      onKeyDown={onKeyDown}
      className="flex flex-col gap-3 rounded-card border border-hairline bg-sheet p-4 outline-offset-2 focus-visible:outline-2 focus-visible:outline-accent sm:flex-row sm:items-center sm:gap-5"
    >
      <Who group={group} titleId={titleId} />
      <div className="flex flex-col gap-2 sm:w-[360px] sm:shrink-0">
        <div className="flex flex-wrap gap-1.5">
          {group.candidates.map((candidate, place) => (
            <Button
              key={candidate.detailed}
              size="small"
              kind={place === 0 ? "primary" : "secondary"}
              onPress={() => choose(candidate.detailed)}
            >
              <kbd aria-hidden className="hidden font-mono text-12 opacity-70 sm:inline">
                {place + 1}
              </kbd>
              {candidate.label}{" "}
              <span className="text-12 font-normal">{formatWholePercent(candidate.confidence)}</span>
            </Button>
          ))}
          {isSearching ? null : (
            <Button size="small" kind="quiet" onPress={() => setSearching(true)}>
              Another…
            </Button>
          )}
        </div>
        {isSearching ? <OtherCategory onChoose={choose} /> : null}
        {group.merchant_key === null ? null : (
          <Checkbox isSelected={remember} onChange={setRemember}>
            <span className="text-13 text-ink-2">Remember for this merchant</span>
          </Checkbox>
        )}
      </div>
    </article>
  );
}

function Who({ group, titleId }: { group: ReviewGroup; titleId: string }) {
  return (
    <div className="flex min-w-0 flex-1 items-start gap-3">
      <Mark name={group.name} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <h2 id={titleId} className="truncate font-medium">
            {group.name}
          </h2>
          <Money amount={group.amount} currency={group.currency} signs="always" />
        </div>
        <p className="text-13 text-ink-2">
          {formatCounted(group.count, "transaction")}, last <DateText date={group.last_date} />
        </p>
        <p className="mt-1 line-clamp-2 font-mono text-12 break-words text-ink-2">
          {group.descriptions.join(" · ")}
        </p>
      </div>
    </div>
  );
}

function OtherCategory({ onChoose }: { onChoose: (category: string) => void }) {
  const choices = useQuery(categoryChoicesQuery()).data ?? [];
  return (
    <SearchableSelect label="Another category" choices={choices} value="" onChange={onChoose} isFocused />
  );
}
