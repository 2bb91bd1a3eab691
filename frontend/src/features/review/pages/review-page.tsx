/** The review inbox: one merchant after the other, by keyboard, until nothing is unsure. */
import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { groupKey, reviewQuery, useAnswer } from "@/features/review/api";
import { ReviewGroupCard } from "@/features/review/parts/review-group-card";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import type { ReviewAnswered, ReviewGroup, ReviewList } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { EmptyState } from "@/shared/ui/empty-state";
import { KeyHints } from "@/shared/ui/key-hints";
import { Page } from "@/shared/ui/page";
import { notify } from "@/shared/ui/toast";

const KEYS = [
  ["1 2 3", "choose a suggestion"],
  ["C", "another category"],
  ["J K", "next, previous"],
] as const;

export function ReviewPage() {
  const review = useQuery(reviewQuery);
  return (
    <Page
      title="Review"
      note={review.data === undefined ? undefined : <Left list={review.data} />}
      actions={review.data?.groups ? <KeyHints hints={KEYS} /> : undefined}
    >
      <Answered query={review} what="what needs a look" rows={6}>
        {({ data }) => <Groups groups={data} />}
      </Answered>
    </Page>
  );
}

function Left({ list }: { list: ReviewList }) {
  if (list.transactions === 0) return "Nothing is unsure.";
  const merchants = formatCounted(list.groups, "merchant");
  const rows = formatCounted(list.transactions, "transaction");
  return (
    <span aria-live="polite">
      {merchants}, {rows} left
    </span>
  );
}

function Groups({ groups }: { groups: readonly ReviewGroup[] }) {
  const answer = useAnswer();
  const takeBack = useTakeBack();
  const list = useRef<HTMLUListElement>(null);

  function choose(group: ReviewGroup, category: string, remember: boolean) {
    focusBeside(list.current);
    answer.mutate(
      { group, category, remember },
      {
        onSuccess: (done) =>
          notify({ ...inWords(group, done), ...undoing(done.revision_id, takeBack.mutate) }),
        onError: (error) => notify({ title: `${group.name} was not changed`, detail: error.message }),
      },
    );
  }

  if (groups.length === 0) {
    return (
      <EmptyState icon={<Inbox />} title="Nothing needs a look">
        What Saldo is not sure of comes here, by merchant. One answer settles all of a merchant's
        transactions.
      </EmptyState>
    );
  }
  return (
    <ul
      ref={list}
      aria-label="To review"
      className="flex flex-col gap-2"
      onKeyDown={(event) => moveFocus(event, list.current)}
    >
      {groups.map((group) => (
        <li key={groupKey(group)}>
          <ReviewGroupCard
            group={group}
            onChoose={(category, remember) => choose(group, category, remember)}
          />
        </li>
      ))}
    </ul>
  );
}

function inWords(group: ReviewGroup, { changed, lesson }: ReviewAnswered) {
  const rows = `${formatCounted(changed, "transaction")} changed`;
  return lesson === null
    ? { title: `${group.name}: done`, detail: rows }
    : { title: `${lesson.merchant_name}: ${lesson.category_label}`, detail: `${rows}, and all that follow` };
}

function cardsIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>("[data-group]") ?? [])];
}

/** The settled card goes: the next one takes the focus, so that the keys go on working. */
function focusBeside(list: HTMLElement | null) {
  const cards = cardsIn(list);
  const place = cards.findIndex((card) => card.contains(document.activeElement));
  const next = cards[place + 1] ?? cards[place - 1];
  next?.focus();
}

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function moveFocus(event: KeyboardEvent, list: HTMLElement | null) {
  const step = STEPS[event.key];
  const cards = cardsIn(list);
  const place = event.target instanceof HTMLElement ? cards.indexOf(event.target) : -1;
  if (step === undefined || place < 0) return;
  event.preventDefault();
  cards[place + step]?.focus();
}
