/** How fresh a bank is, by its three clocks, and when Saldo looks next. */
import { useQuery } from "@tanstack/react-query";
import { clocksQuery } from "@/features/connections/health-api";
import type { Connection } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Card } from "@/shared/ui/card";
import { ThreeClocks } from "@/shared/ui/clocks";
import { connectionWords } from "@/shared/ui/connection-state";
import { DateText, InstantText } from "@/shared/ui/date-text";

export function FreshnessCard({ connection }: { connection: Connection }) {
  const query = useQuery(clocksQuery(connection.id));
  return (
    <Card title="Freshness" note={<NextLook connection={connection} />}>
      <Answered query={query} what="how fresh this bank is" rows={1} isCompact>
        {(clocks) => <ThreeClocks clocks={clocks} isStopped={connectionWords(connection).isStopped} />}
      </Answered>
      {connection.login_expires_at === null ? null : (
        <p className="mt-3 text-13 text-ink-2">
          Your consent ends on <DateText date={connection.login_expires_at.slice(0, 10)} />.
        </p>
      )}
      {connection.bank_trouble === null ? null : (
        <p className="mt-3 rounded-control bg-attention/12 px-3 py-2 text-13 text-[color-mix(in_srgb,var(--attention)_72%,var(--ink))]">
          The bank itself has trouble at the moment. Saldo tries again at{" "}
          <InstantText instant={connection.bank_trouble.paused_until} />.
        </p>
      )}
    </Card>
  );
}

function NextLook({ connection: { next_sync_at, status } }: { connection: Connection }) {
  if (status === "disconnected" || status === "revoked") return "No further syncs";
  if (status === "needs_login") return "Saldo looks again once you have signed in";
  if (next_sync_at === null) return "Saldo looks when your bank has news";
  return (
    <>
      Saldo looks again <InstantText instant={next_sync_at} />
    </>
  );
}
