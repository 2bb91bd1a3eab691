/** Every look at the bank, newest first: what it brought, how long it took, why it failed. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { syncsQuery } from "@/features/connections/api";
import { ReceiptDrawer } from "@/features/connections/parts/receipt-drawer";
import type { Sync } from "@/shared/api/types";
import { formatCount, formatSeconds } from "@/shared/lib/figures";
import { Button } from "@/shared/ui/button";
import { InstantText } from "@/shared/ui/date-text";
import { ErrorState } from "@/shared/ui/error-state";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { Pill, type Tone } from "@/shared/ui/state";
import { Cell, HeadCell, Table } from "@/shared/ui/table";

const TRIGGERS: Record<Sync["trigger"], string> = {
  link: "Linked",
  webhook: "Bank update",
  user: "Sync now",
  schedule: "Scheduled",
  sweep: "Follow-up check",
};
const RESULTS: Record<Sync["status"], { tone: Tone; label: string }> = {
  running: { tone: "working", label: "Running" },
  succeeded: { tone: "good", label: "Done" },
  failed: { tone: "problem", label: "Failed" },
  abandoned: { tone: "attention", label: "Interrupted" },
};

export function SyncRuns({ connectionId }: { connectionId: string }) {
  const query = useInfiniteQuery(syncsQuery(connectionId));
  const [opened, setOpened] = useState<string | null>(null);
  if (query.isError) return <ErrorState isCompact error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) {
    return (
      <Loading what="sync runs">
        <SkeletonRows rows={4} />
      </Loading>
    );
  }
  const runs = query.data.pages.flatMap((page) => page.data);
  if (runs.length === 0) return <p className="text-ink-2">The first run is about to start.</p>;
  return (
    <>
      <div className="[&_td]:px-2 [&_th]:px-2">
        <Table caption="Sync runs, newest first" stacks>
          <thead>
            <tr>
              <HeadCell>When</HeadCell>
              <HeadCell>Trigger</HeadCell>
              <HeadCell>Result</HeadCell>
              <HeadCell isNumber>Added</HeadCell>
              <HeadCell isNumber>Changed</HeadCell>
              <HeadCell isNumber>Removed</HeadCell>
              <HeadCell isNumber>Skipped</HeadCell>
              <HeadCell isNumber>Took</HeadCell>
              <HeadCell>
                <span className="sr-only">Receipt</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <Run key={run.id} run={run} onReceipt={() => setOpened(run.id)} />
            ))}
          </tbody>
        </Table>
      </div>
      {opened === null ? null : (
        <ReceiptDrawer connectionId={connectionId} syncId={opened} onClose={() => setOpened(null)} />
      )}
      {query.hasNextPage ? (
        <Button
          size="small"
          className="mt-3"
          onPress={() => void query.fetchNextPage()}
          isPending={query.isFetchingNextPage}
        >
          Show earlier runs
        </Button>
      ) : null}
    </>
  );
}

function Run({ run, onReceipt }: { run: Sync; onReceipt: () => void }) {
  const result = RESULTS[run.status];
  return (
    <>
      <tr data-joined={run.error === null ? undefined : true}>
        <Cell className="whitespace-nowrap">
          <InstantText instant={run.started_at} />
        </Cell>
        <Cell isLead className="whitespace-nowrap">
          {TRIGGERS[run.trigger]}
        </Cell>
        <Cell>
          <Pill tone={result.tone}>{result.label}</Pill>
        </Cell>
        <Cell isNumber isDetail label="added">
          {formatCount(run.added)}
        </Cell>
        <Cell isNumber isDetail label="changed">
          {formatCount(run.modified)}
        </Cell>
        <Cell isNumber isDetail label="removed">
          {formatCount(run.removed)}
        </Cell>
        <Cell isNumber isDetail label="skipped">
          {formatCount(run.skipped)}
        </Cell>
        <Cell isNumber isDetail label="took" className="whitespace-nowrap">
          {duration(run)}
        </Cell>
        <Cell isNumber isDetail className="ml-auto">
          {run.status === "succeeded" || run.status === "failed" ? (
            <Button size="small" kind="quiet" onPress={onReceipt}>
              Receipt
            </Button>
          ) : null}
        </Cell>
      </tr>
      {run.error === null ? null : <Failure error={run.error} />}
    </>
  );
}

/** Its words have a line of their own: in a column they would be a tower beside the figures. */
function Failure({ error }: { error: NonNullable<Sync["error"]> }) {
  return (
    <tr>
      <td colSpan={9} className="border-b border-hairline px-3 pb-3 text-13 text-pretty text-ink-2">
        {error.message} <code className="font-mono text-12">{error.code}</code>
      </td>
    </tr>
  );
}

function duration({ started_at, finished_at }: Sync): string {
  if (finished_at === null) return "…";
  return formatSeconds((Date.parse(finished_at) - Date.parse(started_at)) / 1_000);
}
