/** What a connection needs its person for, in words, with the one button that helps. */
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { SignInAgain } from "@/features/connections/parts/connection-actions";
import type { Connection } from "@/shared/api/types";
import { buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { connectionWords } from "@/shared/ui/connection-state";

export function Attention({ connection }: { connection: Connection }) {
  const isOver = connection.status === "revoked" || connection.status === "disconnected";
  return (
    <Card
      title={titleOf(connection)}
      className={connection.status === "disconnected" ? "" : "border-attention/50"}
    >
      <p className="mb-3 text-pretty text-ink-2">
        {isOver
          ? "Link it again, and its accounts go on with their whole history: you see the plan before anything changes."
          : "Banks ask for this from time to time, or after you change your password. Nothing is lost: what was missed arrives afterwards."}
        {connection.error === null ? null : (
          <span className="mt-1 block text-13">Code {connection.error.code}</span>
        )}
      </p>
      {isOver ? (
        <Link to="/connections/new" className={buttonClass("primary")}>
          <Plus aria-hidden className="size-4" />
          Link it again
        </Link>
      ) : (
        <SignInAgain connection={connection} />
      )}
    </Card>
  );
}

function titleOf(connection: Connection): string {
  if (connection.status === "needs_login") return "Your bank wants you to sign in again";
  return connection.status === "disconnected" ? "Go on with this bank" : connectionWords(connection).label;
}
