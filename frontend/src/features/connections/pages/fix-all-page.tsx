/** A walk through every bank that needs its person, one after the other, until none does. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, PartyPopper } from "lucide-react";
import { useState } from "react";
import { Attention } from "@/features/connections/parts/attention";
import { useBankName } from "@/shared/api/bank-names";
import { connectionsQuery } from "@/shared/api/queries";
import type { Connection } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button, buttonClass } from "@/shared/ui/button";
import { connectionWords } from "@/shared/ui/connection-state";
import { cx } from "@/shared/ui/cx";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function FixAllPage() {
  const query = useQuery(connectionsQuery);
  return (
    <Page
      title="Banks that need you"
      actions={
        <Link to="/connections" className={buttonClass()}>
          All banks
        </Link>
      }
    >
      <Answered query={query} what="your banks">
        {({ connections }) => <Walk connections={connections} />}
      </Answered>
    </Page>
  );
}

export function needsPerson(connection: Connection): boolean {
  return connectionWords(connection).needsPerson;
}

function Walk({ connections }: { connections: readonly Connection[] }) {
  // Those that needed someone when the walk began: what is mended on the way stays in sight, ticked.
  const [ids] = useState(() => connections.filter(needsPerson).map(({ id }) => id));
  const [skipped, setSkipped] = useState<readonly string[]>([]);
  const stops = ids.flatMap((id) => connections.filter((connection) => connection.id === id));
  const waiting = stops.filter(needsPerson);
  const current = waiting.find(({ id }) => !skipped.includes(id));
  if (current === undefined) return <Done skipped={waiting.length} onAgain={() => setSkipped([])} />;
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <Stops stops={stops} current={current} />
      <Attention key={current.id} connection={current} />
      <div>
        <Button kind="quiet" onPress={() => setSkipped((before) => [...before, current.id])}>
          Not now, go on
        </Button>
      </div>
    </div>
  );
}

function Stops({ stops, current }: { stops: readonly Connection[]; current: Connection }) {
  const nameOf = useBankName();
  return (
    <ol aria-label="The walk" className="flex flex-wrap gap-2">
      {stops.map((stop, place) => {
        const isDone = !needsPerson(stop);
        const isHere = stop.id === current.id;
        return (
          <li
            key={stop.id}
            aria-current={isHere ? "step" : undefined}
            className={cx(
              "flex items-center gap-2 rounded-full border px-3 py-1 text-13",
              isHere ? "border-accent font-medium" : "border-hairline text-ink-2",
            )}
          >
            {isDone ? <Check aria-hidden className="size-3.5 text-accent" /> : <span>{place + 1}</span>}
            {nameOf(stop.id, stop.institution_name)}
            {isDone ? <span className="sr-only">, done</span> : null}
          </li>
        );
      })}
    </ol>
  );
}

function Done({ skipped, onAgain }: { skipped: number; onAgain: () => void }) {
  const action = (
    <>
      {skipped === 0 ? null : <Button onPress={onAgain}>Begin again</Button>}
      <Link to="/" className={buttonClass("primary")}>
        To the dashboard
      </Link>
    </>
  );
  if (skipped === 0) {
    return (
      <EmptyState icon={<PartyPopper />} title="No bank needs you" action={action}>
        All of them are in step, or on their way.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={skipped === 1 ? "1 bank still waits" : `${skipped} banks still wait`} action={action}>
      What they sent before is safe. New transactions arrive once you have signed in.
    </EmptyState>
  );
}
