/** What waits for the workers, who is being erased, and what is repeated by the clock. */
import { useQuery } from "@tanstack/react-query";
import { erasuresQuery, jobsQuery } from "@/features/administration/api";
import { PersonLink } from "@/features/administration/parts/person-link";
import type { ErasureUnderWay, Jobs } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { Card } from "@/shared/ui/card";
import { Pill } from "@/shared/ui/state";
import { Cell, HeadCell, Table } from "@/shared/ui/table";

export function JobsView() {
  const jobs = useQuery(jobsQuery);
  const erasures = useQuery(erasuresQuery);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
      <Card title="Waiting" note="Looked at every three seconds">
        <Answered query={jobs} what="what waits" isCompact>
          {(data) => <Waiting jobs={data} />}
        </Answered>
      </Card>
      <Card title="Being erased">
        <Answered query={erasures} what="the erasures" isCompact>
          {(data) => <Erasures erasures={data} />}
        </Answered>
      </Card>
      <Card title="Repeated" className="lg:col-span-2">
        <Answered query={jobs} what="what is repeated">
          {({ repeated }) => <Repeated repeated={repeated} />}
        </Answered>
      </Card>
    </div>
  );
}

const WORDS: Record<string, string> = {
  default: "Jobs of every kind",
  sync: "Syncs with banks",
  categorizer: "Batches to categorise",
};

function Waiting({ jobs }: { jobs: Jobs }) {
  const rows = [
    ...jobs.queues.map(({ name, waiting }) => ({ label: WORDS[name] ?? name, waiting })),
    { label: "Letters", waiting: jobs.letters_waiting },
    { label: "Exports being made", waiting: jobs.exports_running },
    { label: "People to be erased, some of them later", waiting: jobs.erasures_waiting },
  ];
  return (
    <ul className="flex flex-col">
      {rows.map(({ label, waiting }) => (
        <li
          key={label}
          className="flex items-center justify-between gap-3 border-b border-hairline py-2.5 last:border-0"
        >
          <span>{label}</span>
          {waiting === 0 ? (
            <span className="text-ink-2">None</span>
          ) : (
            <span className="font-semibold tabular-nums">{waiting}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Erasures({ erasures }: { erasures: readonly ErasureUnderWay[] }) {
  if (erasures.length === 0) return <p className="text-ink-2">Nobody, at the moment.</p>;
  return (
    <ul className="flex flex-col">
      {erasures.map(({ user_id, email, banks_waiting, rows_left }) => (
        <li
          key={user_id}
          className="flex flex-wrap items-center justify-between gap-3 border-b border-hairline py-2.5 last:border-0"
        >
          <PersonLink userId={user_id}>{email}</PersonLink>
          {banks_waiting > 0 ? (
            <Pill tone="attention">
              {banks_waiting === 1 ? "1 bank is told first" : `${banks_waiting} banks are told first`}
            </Pill>
          ) : (
            <Pill tone="working">{`${formatCount(rows_left)} rows left`}</Pill>
          )}
        </li>
      ))}
    </ul>
  );
}

function Repeated({ repeated }: Pick<Jobs, "repeated">) {
  return (
    <Table caption="Repeated jobs" stacks>
      <thead>
        <tr>
          <HeadCell>Job</HeadCell>
          <HeadCell>Queue</HeadCell>
          <HeadCell isNumber>Every</HeadCell>
        </tr>
      </thead>
      <tbody>
        {repeated.map(({ task, queue, every_seconds }) => (
          <tr key={task}>
            <Cell isLead className="font-mono text-13">
              {task}
            </Cell>
            <Cell isDetail label="queue" className="text-ink-2">
              {queue}
            </Cell>
            <Cell isNumber label="every" className="text-ink-2">
              {everyInWords(every_seconds)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

export function everyInWords(seconds: number): string {
  if (seconds >= 3600) return seconds === 3600 ? "hour" : `${seconds / 3600} hours`;
  if (seconds >= 60) return seconds === 60 ? "minute" : `${seconds / 60} minutes`;
  return `${seconds} seconds`;
}
