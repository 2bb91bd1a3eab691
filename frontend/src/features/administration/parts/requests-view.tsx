/** Requests of the last thirty days: who asked for what, and how it ended; all, or one person's. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { useState } from "react";
import { requestsQuery } from "@/features/administration/api";
import type { RequestEntry } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { AgoText } from "@/shared/ui/date-text";
import { EmptyState } from "@/shared/ui/empty-state";
import { MoreButton } from "@/shared/ui/more-button";
import { Pill, type Tone } from "@/shared/ui/state";
import { Cell, HeadCell, Table } from "@/shared/ui/table";

type Of = { id: string; email: string } | null;

export function RequestsView() {
  const [of, setOf] = useState<Of>(null);
  const requests = useInfiniteQuery(requestsQuery(of?.id ?? ""));
  return (
    <>
      <div className="mb-3 flex min-h-9 flex-wrap items-center gap-3">
        <span className="text-ink-2">
          {of === null
            ? "Everybody's requests. Press an e-mail address to see one person's."
            : `Only ${of.email}`}
        </span>
        {of === null ? null : (
          <Button size="small" onPress={() => setOf(null)}>
            Show everybody's
          </Button>
        )}
        <Button size="small" isPending={requests.isFetching} onPress={() => void requests.refetch()}>
          Look again
        </Button>
      </div>
      <Answered query={requests} what="the requests" rows={8}>
        {({ pages }) => <Requests rows={pages.flatMap(({ data }) => data)} onChoose={setOf} />}
      </Answered>
      <MoreButton query={requests}>Show earlier</MoreButton>
    </>
  );
}

type RequestsProps = { rows: readonly RequestEntry[]; onChoose: (of: Of) => void };

function Requests({ rows, onChoose }: RequestsProps) {
  if (rows.length === 0) {
    return (
      <EmptyState icon={<Activity />} title="No requests yet">
        They are written down every two seconds and kept for thirty days.
      </EmptyState>
    );
  }
  return (
    <Table caption="Requests" stacks>
      <thead>
        <tr>
          <HeadCell>Request</HeadCell>
          <HeadCell>Answer</HeadCell>
          <HeadCell className="hidden md:table-cell">Person</HeadCell>
          <HeadCell className="hidden xl:table-cell">Network</HeadCell>
          <HeadCell isNumber>Took</HeadCell>
          <HeadCell isNumber>When</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="hover:bg-sunken/60">
            <Cell isLead className="max-w-0 w-full truncate font-mono text-12">
              <span title={`Request ${row.request_id}`}>
                {row.method} {row.path}
              </span>
            </Cell>
            <Cell>
              <Pill tone={toneOf(row.status)}>{row.status}</Pill>
            </Cell>
            <Cell isDetail className="hidden max-w-56 truncate md:table-cell">
              <Asker row={row} onChoose={onChoose} />
            </Cell>
            <Cell isDetail className="hidden font-mono text-12 whitespace-nowrap text-ink-2 xl:table-cell">
              {row.network}
            </Cell>
            <Cell isNumber isDetail className="whitespace-nowrap text-ink-2">
              {formatCount(row.milliseconds)} ms
            </Cell>
            <Cell isNumber isDetail className="whitespace-nowrap text-ink-2">
              <AgoText instant={row.occurred_at} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Asker({ row: { user_id, email }, onChoose }: { row: RequestEntry; onChoose: (of: Of) => void }) {
  if (user_id === null) return <span className="text-ink-2">Nobody signed in</span>;
  if (email === null) return <span className="text-ink-2">Someone who was erased</span>;
  return (
    <Button kind="quiet" size="small" className="-ml-2.5" onPress={() => onChoose({ id: user_id, email })}>
      {email}
    </Button>
  );
}

function toneOf(status: number): Tone {
  if (status >= 500) return "problem";
  return status >= 400 ? "attention" : "neutral";
}
