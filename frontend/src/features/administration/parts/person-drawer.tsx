/** One person: what an administrator may know of them, their sessions, and what can be done. */
import { useQuery } from "@tanstack/react-query";
import { personQuery, personSessionsQuery } from "@/features/administration/api";
import { PersonState } from "@/features/administration/parts/people-view";
import { PersonActions } from "@/features/administration/parts/person-actions";
import type { Person, PersonSession } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { AgoText, DateText } from "@/shared/ui/date-text";
import { Dialog, DialogBody } from "@/shared/ui/dialog";
import { Pill } from "@/shared/ui/state";

type PersonDrawerProps = { userId: string | undefined; onClose: () => void };

export function PersonDrawer({ userId, onClose }: PersonDrawerProps) {
  return (
    <Dialog title="Person" place="right" isOpen={userId !== undefined} onClose={onClose}>
      {userId === undefined ? null : <PersonDetails userId={userId} />}
    </Dialog>
  );
}

function PersonDetails({ userId }: { userId: string }) {
  const person = useQuery(personQuery(userId));
  const sessions = useQuery(personSessionsQuery(userId));
  return (
    <DialogBody className="flex flex-col gap-6">
      <Answered query={person} what="this person">
        {(data) => (
          <>
            <Facts person={data} />
            <PersonActions key={data.deleted_at} person={data} />
          </>
        )}
      </Answered>
      <section aria-labelledby="person-sessions">
        <h3 id="person-sessions" className="mb-1 font-semibold">
          Sessions
        </h3>
        <Answered query={sessions} what="their sessions" isCompact>
          {(data) => <Sessions sessions={data} />}
        </Answered>
      </section>
    </DialogBody>
  );
}

function Facts({ person }: { person: Person }) {
  const facts: [string, React.ReactNode][] = [
    ["State", <PersonState key="state" person={person} />],
    ["Address", person.is_address_confirmed ? "Confirmed" : "Not confirmed yet"],
    ["Since", <DateText key="since" date={person.created_at.slice(0, 10)} />],
    [
      "Last seen",
      person.last_seen_at === null ? "Never" : <AgoText key="seen" instant={person.last_seen_at} />,
    ],
    ["Workspaces", person.workspaces],
  ];
  if (person.erase_at !== null) {
    facts.push(["Erased on", <DateText key="erased" date={person.erase_at.slice(0, 10)} />]);
  }
  return (
    <div>
      <div className="text-16 font-semibold break-words">{person.display_name || person.email}</div>
      <div className="mb-3 text-13 break-words text-ink-2">{person.email}</div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <dt className="text-ink-2">Id</dt>
        <dd className="font-mono text-12 break-all select-all">{person.id}</dd>
      </dl>
    </div>
  );
}

function Sessions({ sessions }: { sessions: readonly PersonSession[] }) {
  if (sessions.length === 0) return <p className="text-ink-2">They have never signed in.</p>;
  return (
    <ul className="flex flex-col">
      {sessions.map((session) => (
        <li
          key={session.id}
          className="flex items-center justify-between gap-3 border-b border-hairline py-2.5 last:border-0"
        >
          <div className="min-w-0">
            <div className="truncate">{session.device}</div>
            <div className="text-13 text-ink-2">
              Used <AgoText instant={session.last_used_at} />
            </div>
          </div>
          {session.ended_at === null ? (
            <Pill tone="good">Signed in</Pill>
          ) : (
            <Pill tone="neutral">{(session.end_reason ?? "Ended").replaceAll("_", " ")}</Pill>
          )}
        </li>
      ))}
    </ul>
  );
}
