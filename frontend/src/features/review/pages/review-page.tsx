/** The review inbox: one merchant after the other, by keyboard, until nothing is unsure. */
import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useRef } from "react";
import { groupKey, reviewQuery, useAnswer } from "@/features/review/api";
import { ReviewGroupCard } from "@/features/review/parts/review-group-card";
import { focusBeside, useInboxKeys } from "@/features/review/use-inbox-keys";
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
  ["Z", "take the last answer back"],
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
  const lastRevision = useRef<string | null>(null);
  useInboxKeys(list, undoLast);

  function undoLast() {
    if (lastRevision.current !== null) takeBack.mutate(lastRevision.current);
    lastRevision.current = null;
  }

  function choose(group: ReviewGroup, category: string, remember: boolean) {
    focusBeside(list.current);
    answer.mutate(
      { group, category, remember },
      {
        onSuccess: (done) => {
          lastRevision.current = done.revision_id;
          notify({ ...inWords(group, done), ...undoing(done.revision_id, takeBack.mutate) });
        },
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
    <ul ref={list} aria-label="To review" className="flex flex-col gap-2">
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
