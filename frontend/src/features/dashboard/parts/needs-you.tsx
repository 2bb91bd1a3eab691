/** What only the person can do, on top of everything, and gone when there is nothing. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useBankName } from "@/shared/api/bank-names";
import { type Standing, standingsQuery } from "@/shared/api/standing";
import type { Account, Connection } from "@/shared/api/types";
import { buttonClass } from "@/shared/ui/button";
import { connectionWords } from "@/shared/ui/connection-state";
import { StandingText } from "@/shared/ui/standing";

type NeedsYouProps = { connections: readonly Connection[]; accounts: readonly Account[] };

export function NeedsYou({ connections, accounts }: NeedsYouProps) {
  const waiting = connections.filter((connection) => connectionWords(connection).needsPerson);
  const drifted = useDrifted(accounts);
  const nameOf = useBankName();
  if (waiting.length + drifted.length === 0) return null;
  return (
    <section
      aria-labelledby="needs-you"
      className="mb-4 rounded-card border border-attention/40 bg-attention/8 px-5 py-4"
    >
      <h2 id="needs-you" className="flex items-center gap-2 font-semibold">
        <CircleAlert aria-hidden className="size-4 text-attention" />
        Needs you
      </h2>
      <ul className="mt-1 flex flex-col">
        {waiting.map((connection) => (
          <Need
            key={connection.id}
            who={nameOf(connection.id, connection.institution_name)}
            what={connectionWords(connection).sentence}
          >
            <Link
              to="/connections/$connectionId"
              params={{ connectionId: connection.id }}
              className={buttonClass("secondary", "small")}
            >
              {connection.status === "needs_login" ? "Sign in again" : "See what happened"}
            </Link>
          </Need>
        ))}
        {drifted.map(({ account, standing }) => (
          <Need key={account.id} who={account.name} what={<StandingText standing={standing} />}>
            <Link
              to="/accounts/$accountId/reconcile"
              params={{ accountId: account.id }}
              className={buttonClass("secondary", "small")}
            >
              Find out why
            </Link>
          </Need>
        ))}
      </ul>
    </section>
  );
}

function useDrifted(accounts: readonly Account[]): { account: Account; standing: Standing }[] {
  const standings = useQuery(standingsQuery).data ?? [];
  return accounts.flatMap((account) => {
    const standing = standings.find(({ account_id }) => account_id === account.id);
    return account.status === "active" && standing?.status === "off" ? [{ account, standing }] : [];
  });
}

type NeedProps = { who: string; what: ReactNode; children: ReactNode };

function Need({ who, what, children }: NeedProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-1.5">
      <p>
        <span className="font-medium">{who}.</span> {what}
      </p>
      {children}
    </li>
  );
}
