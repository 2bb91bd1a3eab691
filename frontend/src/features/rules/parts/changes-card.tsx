/** The deeds that changed transactions, newest first; each can be taken back whole. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { revisionsQuery } from "@/features/rules/api";
import { useTakeBack } from "@/shared/api/revisions";
import type { Revision } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { notify } from "@/shared/ui/toast";

export function ChangesCard() {
  const changes = useInfiniteQuery(revisionsQuery);
  return (
    <Card title="Recent changes">
      <Answered query={changes} what="recent changes" isCompact>
        {({ pages }) => <ChangeList rows={pages.flatMap(({ data }) => data)} />}
      </Answered>
      {changes.hasNextPage ? (
        <Button
          size="small"
          kind="quiet"
          className="mt-2"
          isPending={changes.isFetchingNextPage}
          onPress={() => void changes.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </Card>
  );
}

function ChangeList({ rows }: { rows: readonly Revision[] }) {
  if (rows.length === 0) return <p className="text-13 text-ink-2">Nothing has been changed yet.</p>;
  return (
    <ul className="flex flex-col">
      {rows.map((revision) => (
        <ChangeRow key={revision.id} revision={revision} />
      ))}
    </ul>
  );
}

function ChangeRow({ revision }: { revision: Revision }) {
  const takeBack = useTakeBack();
  const { title, rows, created_at, reverted_at } = revision;
  return (
    <li className="flex items-center gap-2 border-b border-hairline py-2 last:border-0">
      <div className="min-w-0 flex-1">
        <div className="truncate">{title}</div>
        <div className="text-13 text-ink-2">
          {formatCounted(rows, "transaction")} · <AgoText instant={created_at} />
        </div>
      </div>
      {reverted_at === null ? (
        <Button
          size="small"
          aria-label={`Take back: ${title}`}
          isPending={takeBack.isPending}
          onPress={() =>
            takeBack.mutate(revision.id, {
              onSuccess: ({ restored, kept }) => notify({ title: reverted(restored, kept) }),
              onError: (error) => notify({ title: "It was not taken back", detail: error.message }),
            })
          }
        >
          Undo
        </Button>
      ) : (
        <span className="text-13 text-ink-2">Taken back</span>
      )}
    </li>
  );
}

function reverted(restored: number, kept: number): string {
  const done = restored === 1 ? "1 transaction is" : `${restored} transactions are`;
  return kept === 0 ? `${done} as before` : `${done} as before; ${kept} had been changed again and stay`;
}
