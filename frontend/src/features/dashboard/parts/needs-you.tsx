/** What only the person can do, on top of everything, and gone when there is nothing. */
import { Link } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import type { Connection } from "@/shared/api/types";
import { buttonClass } from "@/shared/ui/button";
import { connectionWords } from "@/shared/ui/connection-state";

export function NeedsYou({ connections }: { connections: readonly Connection[] }) {
  const waiting = connections.filter((connection) => connectionWords(connection).needsPerson);
  if (waiting.length === 0) return null;
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
          <li
            key={connection.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-1.5"
          >
            <p>
              <span className="font-medium">{connection.institution_name}.</span>{" "}
              {connectionWords(connection).sentence}
            </p>
            <Link
              to="/connections/$connectionId"
              params={{ connectionId: connection.id }}
              className={buttonClass("secondary", "small")}
            >
              {connection.status === "needs_login" ? "Sign in again" : "See what happened"}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
