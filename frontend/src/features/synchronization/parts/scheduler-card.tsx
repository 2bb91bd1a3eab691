/** Whether somebody sees to it that banks are asked: the scheduler, its queues and its workers. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { schedulerQuery } from "@/features/synchronization/api";
import type { SchedulerStatus } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { Card } from "@/shared/ui/card";
import { AgoText, InstantText } from "@/shared/ui/date-text";
import { Pill } from "@/shared/ui/state";

export function SchedulerCard() {
  const query = useQuery(schedulerQuery);
  return (
    <Card title="Scheduler" note={query.data === undefined ? undefined : <Running status={query.data} />}>
      <Answered query={query} what="the scheduler" rows={3} isCompact>
        {(status) => <Details status={status} />}
      </Answered>
    </Card>
  );
}

function Running({ status }: { status: SchedulerStatus }) {
  return status.is_running ? <Pill tone="good">Running</Pill> : <Pill tone="problem">Not running</Pill>;
}

function Details({ status }: { status: SchedulerStatus }) {
  return (
    <>
      {status.is_running && status.overdue === 0 ? null : (
        <p className="mb-3 text-pretty text-ink-2">{status.text}</p>
      )}
      <dl className="flex flex-col gap-1.5 text-13">
        <Line label="Last heartbeat">
          {status.last_beat_at === null ? "Never" : <AgoText instant={status.last_beat_at} />}
        </Line>
        <Line label="Next bank">
          {status.next_due_at === null ? "On request" : <InstantText instant={status.next_due_at} />}
        </Line>
        <Line label="Due now">{formatCount(status.due)}</Line>
        <Line label="Overdue">{formatCount(status.overdue)}</Line>
        <Line label="Automatic syncs">{formatCount(status.scheduled)}</Line>
        <Line label="Manual syncs">{formatCount(status.manual)}</Line>
        {status.queues.map(({ name, depth }) => (
          <Line key={name} label={`Queue "${name}"`}>
            {depth === null ? "Cannot be asked" : `${formatCount(depth)} waiting`}
          </Line>
        ))}
        <Line label="Workers">{status.workers.length === 0 ? "None heard of" : status.workers.length}</Line>
      </dl>
    </>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="text-ink-2">{label}</dt>
      <dd className="text-right tabular-nums">{children}</dd>
    </div>
  );
}
