/** The state of every linked bank. */
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useBankName } from "@/shared/api/bank-names";
import type { Connection } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";
import { buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { connectionWords } from "@/shared/ui/connection-state";
import { AgoText } from "@/shared/ui/date-text";
import { Mark } from "@/shared/ui/mark";
import { Pill } from "@/shared/ui/state";

export function BanksCard({ connections }: { connections: readonly Connection[] }) {
  return (
    <Card
      title="Banks"
      action={
        <Link to="/connections/new" className={buttonClass("quiet", "small")}>
          <Plus aria-hidden className="size-3.5" />
          Link a bank
        </Link>
      }
    >
      <ul className="flex flex-col">
        {connections.map((connection) => (
          <Row key={connection.id} connection={connection} />
        ))}
      </ul>
    </Card>
  );
}

function Row({ connection }: { connection: Connection }) {
  const words = connectionWords(connection);
  const name = useBankName()(connection.id, connection.institution_name);
  return (
    <li className="border-b border-hairline last:border-0">
      <Link
        to="/connections/$connectionId"
        params={{ connectionId: connection.id }}
        className="-mx-2 flex min-h-14 items-center gap-3 rounded-control px-2 py-2 transition-colors hover:bg-sunken"
      >
        <Mark name={connection.institution_name} />
        <span className="min-w-0 flex-1">
          <span className="block font-medium text-pretty">{name}</span>
          <span className="block truncate text-13 text-ink-2">
            <Freshness connection={connection} />
          </span>
        </span>
        <Pill tone={words.tone}>{words.label}</Pill>
      </Link>
    </li>
  );
}

function Freshness({ connection }: { connection: Connection }) {
  if (connection.status === "importing") {
    return <>{formatCount(connection.counts.transactions)} transactions so far</>;
  }
  if (connection.last_synced_at === null) return <>Not synced yet</>;
  return (
    <>
      Checked <AgoText instant={connection.last_synced_at} />
    </>
  );
}
