/** The sealed receipt of one run: what it did, what it could not store, how every account stood, and its place in the chain. */
import { useQuery } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { receiptQuery } from "@/features/connections/health-api";
import { accountsQuery } from "@/shared/api/queries";
import type { Receipt } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { InstantText } from "@/shared/ui/date-text";
import { Dialog, DialogBody } from "@/shared/ui/dialog";
import { StandingPill } from "@/shared/ui/standing";

type ReceiptDrawerProps = { connectionId: string; syncId: string; onClose: () => void };

export function ReceiptDrawer({ connectionId, syncId, onClose }: ReceiptDrawerProps) {
  const query = useQuery(receiptQuery(connectionId, syncId));
  return (
    <Dialog title="Receipt of a run" place="right" isOpen onClose={onClose}>
      <DialogBody>
        <Answered query={query} what="the receipt" rows={6}>
          {(receipt) => <Contents receipt={receipt} />}
        </Answered>
      </DialogBody>
    </Dialog>
  );
}

function Contents({ receipt }: { receipt: Receipt }) {
  return (
    <div className="flex flex-col gap-6">
      <p className="text-ink-2">
        Number {receipt.number} of this bank, <InstantText instant={receipt.recorded_at} />
      </p>
      {receipt.is_partial ? (
        <p className="rounded-control bg-sunken px-3 py-2 text-13 text-pretty text-ink-2">
          Some accounts of this bank are not shared with you. Only the others are counted here; the seal was
          checked over all.
        </p>
      ) : null}
      <Counts receipt={receipt} />
      <Skipped receipt={receipt} />
      <Accounts receipt={receipt} />
      <Seal receipt={receipt} />
    </div>
  );
}

function Counts({ receipt }: { receipt: Receipt }) {
  const counts = [
    ["Added", receipt.added],
    ["Changed", receipt.modified],
    ["Removed", receipt.removed],
    ["Skipped", receipt.skipped],
    ["Pages read", receipt.pages],
    ["Restarts", receipt.restarts],
  ] as const;
  return (
    <div>
      <dl className="grid grid-cols-3 gap-3">
        {counts.map(([label, count]) => (
          <div key={label}>
            <dt className="text-13 text-ink-2">{label}</dt>
            <dd className="text-16 font-medium tabular-nums">{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      {receipt.restarts === 0 ? null : (
        <p className="mt-2 text-13 text-pretty text-ink-2">
          The bank's rows moved while they were read, so reading began anew: nothing is lost or doubled.
        </p>
      )}
      {receipt.error_code === null ? null : (
        <p className="mt-2 text-13">
          It failed: <code className="font-mono text-12">{receipt.error_code}</code>
        </p>
      )}
    </div>
  );
}

function Skipped({ receipt: { skipped_rows } }: { receipt: Receipt }) {
  if (skipped_rows.length === 0) return null;
  return (
    <section aria-label="Skipped rows">
      <h3 className="font-semibold">Skipped, and why</h3>
      <ul className="mt-1.5 divide-y divide-hairline">
        {skipped_rows.map(({ id, reason }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row without an id has nothing else, and the list never changes.
          <li key={`${id}-${place}`} className="py-1.5">
            {reason}
            {id === null ? null : (
              <code className="block truncate font-mono text-12 text-ink-2 select-all">{id}</code>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Accounts({ receipt: { accounts } }: { receipt: Receipt }) {
  const known = useQuery(accountsQuery).data ?? [];
  if (accounts.length === 0) return null;
  return (
    <section aria-label="Accounts after the run">
      <h3 className="font-semibold">How the accounts stood then</h3>
      <ul className="mt-1.5 flex flex-col gap-2">
        {accounts.map((figures) => (
          <li key={figures.account_id} className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0 truncate">
              {known.find(({ id }) => id === figures.account_id)?.name ?? "An account"}
              <span className="text-13 text-ink-2">
                , {formatCount(figures.entries)} rows
                {figures.added ? `, ${formatCount(figures.added)} of them new` : ""}
              </span>
            </span>
            <StandingPill standing={figures} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Seal({ receipt }: { receipt: Receipt }) {
  const { is_intact, hash, previous_hash, number } = receipt;
  return (
    <section aria-label="Seal" className="rounded-card bg-sunken p-4 text-13">
      <p className={is_intact ? "flex gap-2 font-medium" : "flex gap-2 font-medium text-problem"}>
        {is_intact ? (
          <ShieldCheck aria-hidden className="size-4 shrink-0 text-accent" />
        ) : (
          <ShieldAlert aria-hidden className="size-4 shrink-0" />
        )}
        {is_intact
          ? "The seal fits: this receipt is as it was written."
          : "The seal does not fit: this receipt was changed after it was written."}
      </p>
      <dl className="mt-3 flex flex-col gap-2">
        <Hash label="SHA-256 of this receipt" hash={hash} />
        {previous_hash === null ? (
          <div>
            <dt className="text-ink-2">It is the first of its chain</dt>
            <dd className="sr-only">No receipt before</dd>
          </div>
        ) : (
          <Hash label={`Chained to number ${number - 1}`} hash={previous_hash} />
        )}
      </dl>
    </section>
  );
}

function Hash({ label, hash }: { label: string; hash: string }) {
  return (
    <div>
      <dt className="text-ink-2">{label}</dt>
      <dd className="font-mono text-12 break-all select-all">{hash}</dd>
    </div>
  );
}
