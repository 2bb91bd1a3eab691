/** What the bank's provider told of this bank, newest first: whether it was genuine, and what it led to. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { webhooksQuery } from "@/features/connections/health-api";
import { ReceiptDrawer } from "@/features/connections/parts/receipt-drawer";
import type { WebhookShown } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { InstantText } from "@/shared/ui/date-text";
import { MoreButton } from "@/shared/ui/more-button";
import { Pill } from "@/shared/ui/state";

export function WebhookList({ connectionId }: { connectionId: string }) {
  const query = useInfiniteQuery(webhooksQuery(connectionId));
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <Answered
      query={{ ...query, data: query.data?.pages.flatMap((page) => page.data) }}
      what="what the bank told"
      isCompact
    >
      {(heard) => (
        <>
          {heard.length === 0 ? (
            <p className="text-pretty text-ink-2">
              Nothing was heard in the last 30 days. Saldo looks by itself all the same.
            </p>
          ) : (
            <ul className="divide-y divide-hairline">
              {heard.map((each) => (
                <Heard key={each.id} webhook={each} onReceipt={setOpened} />
              ))}
            </ul>
          )}
          <MoreButton query={query}>Show earlier news</MoreButton>
          {opened === null ? null : (
            <ReceiptDrawer connectionId={connectionId} syncId={opened} onClose={() => setOpened(null)} />
          )}
        </>
      )}
    </Answered>
  );
}

type HeardProps = { webhook: WebhookShown; onReceipt: (syncId: string) => void };

function Heard({ webhook, onReceipt }: HeardProps) {
  const { sync_id } = webhook;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 py-2.5">
      <span className="w-28 shrink-0 text-13 text-ink-2 tabular-nums">
        <InstantText instant={webhook.received_at} />
      </span>
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-pretty">{webhook.text}</p>
        <p className="text-12 break-words text-ink-2">
          <code className="font-mono">
            {webhook.type}: {webhook.code}
          </code>
          {webhook.attempts > 1 ? `, tried ${webhook.attempts} times` : ""}
          {webhook.last_error === null ? null : (
            <>
              , last failure <code className="font-mono">{webhook.last_error}</code>
            </>
          )}
        </p>
      </div>
      <span className="flex items-center gap-2">
        <Genuine webhook={webhook} />
        {sync_id === null ? null : (
          <Button size="small" kind="quiet" onPress={() => onReceipt(sync_id)}>
            Receipt
          </Button>
        )}
      </span>
    </li>
  );
}

function Genuine({ webhook: { is_verified, outcome } }: { webhook: WebhookShown }) {
  if (!is_verified) return <Pill tone="attention">Refused</Pill>;
  if (outcome === null) return <Pill tone="working">Waiting</Pill>;
  return outcome === "failed" ? <Pill tone="problem">Failed</Pill> : <Pill tone="good">Verified</Pill>;
}
