/** Three clocks, kept apart: when the bank told Plaid, when Plaid told us, when we look again. */
import type { ReactNode } from "react";
import type { Connection } from "@/shared/api/types";
import { AgoText, InstantText } from "@/shared/ui/date-text";

export function ThreeClocks({ connection }: { connection: Connection }) {
  const { bank_updated_at, last_synced_at, next_sync_at } = connection;
  return (
    <dl className="grid gap-4 sm:grid-cols-3">
      <Clock label="Your bank told Plaid">
        {bank_updated_at === null ? "Not known" : <AgoText instant={bank_updated_at} />}
      </Clock>
      <Clock label="Saldo asked Plaid">
        {last_synced_at === null ? "Not yet" : <AgoText instant={last_synced_at} />}
      </Clock>
      <Clock label="Saldo looks again">
        {next_sync_at === null ? "When your bank has news" : <InstantText instant={next_sync_at} />}
      </Clock>
    </dl>
  );
}

function Clock({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-13 text-ink-2">{label}</dt>
      <dd className="mt-0.5 font-medium">{children}</dd>
    </div>
  );
}
