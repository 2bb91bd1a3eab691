/** Rows of the bank that could not be read: each with its reason and the bank's own words, and one button to try again. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { setAsideQuery, useRetrySetAside } from "@/features/connections/health-api";
import type { Connection, SetAsideRow } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { notify } from "@/shared/ui/toast";

export function SetAside({ connection }: { connection: Connection }) {
  if (connection.counts.set_aside === 0) return null;
  return (
    <Card
      title="Skipped rows"
      className="border-attention/50"
      note={formatCount(connection.counts.set_aside)}
      action={connection.status === "disconnected" ? undefined : <ReadAgain connection={connection} />}
    >
      <p className="mb-3 text-pretty text-ink-2">
        The bank sent these in a form Saldo could not read. They are kept as they came, and everything else
        was stored.
      </p>
      <Rows connectionId={connection.id} />
    </Card>
  );
}

function ReadAgain({ connection }: { connection: Connection }) {
  const retry = useRetrySetAside(connection.id);
  return (
    <Button
      size="small"
      isPending={retry.isPending}
      onPress={() =>
        retry.mutate(undefined, {
          onSuccess: () => notify({ title: "Everything is read again", detail: "It takes a moment." }),
          onError: (error) => notify({ title: "It could not start", detail: error.message }),
        })
      }
    >
      Read them again
    </Button>
  );
}

function Rows({ connectionId }: { connectionId: string }) {
  const query = useInfiniteQuery(setAsideQuery(connectionId));
  return (
    <Answered query={query} what="the skipped rows" isCompact>
      {({ pages }) => (
        <>
          <ul className="divide-y divide-hairline">
            {pages
              .flatMap((page) => page.data)
              .map((row) => (
                <Row key={row.id} row={row} />
              ))}
          </ul>
          {query.hasNextPage ? (
            <Button
              size="small"
              className="mt-3"
              onPress={() => void query.fetchNextPage()}
              isPending={query.isFetchingNextPage}
            >
              Show more
            </Button>
          ) : null}
        </>
      )}
    </Answered>
  );
}

function Row({ row }: { row: SetAsideRow }) {
  return (
    <li className="py-2">
      <details>
        <summary className="cursor-pointer">
          <span className="font-medium">{row.reason}</span>
          <span className="text-13 text-ink-2">
            , <AgoText instant={row.since} />
          </span>
        </summary>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it.
          tabIndex={0}
          className="mt-2 max-h-64 overflow-auto rounded-control bg-sunken p-3 font-mono text-12"
        >
          {JSON.stringify(row.row, null, 2)}
        </pre>
      </details>
    </li>
  );
}
