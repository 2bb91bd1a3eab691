/** What was done in any workspace: who and when, not the values. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { recordQuery } from "@/features/administration/api";
import { PersonLink } from "@/features/administration/parts/person-link";
import type { RecordEntry } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { AgoText } from "@/shared/ui/date-text";
import { EmptyState } from "@/shared/ui/empty-state";
import { SearchField } from "@/shared/ui/field";
import { MoreButton } from "@/shared/ui/more-button";
import { Cell, HeadCell, Table } from "@/shared/ui/table";

export function RecordView() {
  const [action, setAction] = useState("");
  const record = useInfiniteQuery(recordQuery(useDeferredValue(action.trim())));
  return (
    <>
      <SearchField
        label="Only this kind of action"
        placeholder="A kind, like session or user.deleted"
        value={action}
        onChange={setAction}
        className="mb-3 w-full sm:w-80"
      />
      <Answered query={record} what="the record" rows={8}>
        {({ pages }) => <Entries entries={pages.flatMap(({ data }) => data)} />}
      </Answered>
      <MoreButton query={record}>Show earlier</MoreButton>
    </>
  );
}

function Entries({ entries }: { entries: readonly RecordEntry[] }) {
  if (entries.length === 0) {
    return (
      <EmptyState icon={<ScrollText />} title="No action of this kind">
        Kinds are whole words with dots: “session” finds “session.started”, “sess” finds nothing.
      </EmptyState>
    );
  }
  return (
    <Table caption="The record" stacks>
      <thead>
        <tr>
          <HeadCell>Action</HeadCell>
          <HeadCell>By</HeadCell>
          <HeadCell className="hidden lg:table-cell">Subject</HeadCell>
          <HeadCell isNumber>When</HeadCell>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id} className="hover:bg-sunken/60">
            <Cell isLead className="font-mono text-13 whitespace-nowrap">
              {entry.action}
            </Cell>
            <Cell isDetail label="by" className="w-full max-w-0 truncate">
              <Actor entry={entry} />
            </Cell>
            <Cell isDetail label="on" className="hidden max-w-72 truncate text-13 text-ink-2 lg:table-cell">
              {entry.subject_type} <span className="font-mono text-12">{entry.subject_id}</span>
            </Cell>
            <Cell isNumber className="whitespace-nowrap text-ink-2">
              <AgoText instant={entry.occurred_at} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const PERSON = "user:";
/** Whoever types commands on the server. */
const OPERATOR = "operator";

function Actor({ entry: { actor, actor_email } }: { entry: RecordEntry }) {
  if (actor === OPERATOR) return <span className="text-ink-2">The operator, at the command line</span>;
  if (!actor.startsWith(PERSON)) return <span className="text-ink-2">By itself ({actor})</span>;
  if (actor_email === null) return <span className="text-ink-2">Someone who was erased</span>;
  return <PersonLink userId={actor.slice(PERSON.length)}>{actor_email}</PersonLink>;
}
