/** From the socket to the features: what each event makes stale, changes in place, or says aloud. */
import type { QueryClient } from "@tanstack/react-query";
import { accountReactions } from "@/features/accounts/realtime";
import { categoryReactions } from "@/features/categories/realtime";
import { connectionReactions } from "@/features/connections/realtime";
import { dashboardReactions } from "@/features/dashboard/realtime";
import { reconciliationReactions } from "@/features/reconciliation/realtime";
import { reviewReactions } from "@/features/review/realtime";
import { synchronizationReactions } from "@/features/synchronization/realtime";
import { transactionReactions } from "@/features/transactions/realtime";
import { api, unwrap } from "@/shared/api/client";
import { ApiProblem, hasCode } from "@/shared/api/problem";
import { refreshSession } from "@/shared/api/session";
import type { EventType, LiveEvent } from "@/shared/api/types";
import { setLiveState } from "@/shared/realtime/live-state";
import type { Reaction, Reactions } from "@/shared/realtime/reactions";
import { createRefresher, type Refresher } from "@/shared/realtime/refresher";
import { createLiveSocket } from "@/shared/realtime/socket";
import { announce } from "@/shared/ui/announcer";

const FEATURES: readonly Reactions[] = [
  accountReactions,
  categoryReactions,
  connectionReactions,
  dashboardReactions,
  reconciliationReactions,
  reviewReactions,
  synchronizationReactions,
  transactionReactions,
];

// Indexing by the event's own type keeps handler and event of one kind; the parameter makes TypeScript see it.
function reactionTo<Type extends EventType>(
  feature: Reactions,
  event: Extract<LiveEvent, { type: Type }> & { type: Type },
): Reaction | undefined {
  return feature[event.type]?.(event);
}

export function applyEvent(event: LiveEvent, client: QueryClient, refresher: Refresher): void {
  for (const feature of FEATURES) {
    // An event type of a newer server has no reaction here yet: the page keeps working and learns it when reloaded.
    const reaction = reactionTo(feature, event);
    if (reaction === undefined) continue;
    reaction.patch?.(client);
    refresher.add(reaction.stale ?? []);
    if (reaction.say !== undefined) announce(reaction.say);
  }
}

/** The event up to which data read from now on is complete. Asked before the data, so nothing falls between. */
export async function latestSequence(): Promise<number> {
  const { last_sequence } = await unwrap(
    api.GET("/api/events", { params: { query: { after: 0, limit: 1 } } }),
  );
  return last_sequence;
}

async function ticket(): Promise<string | null> {
  try {
    return (await unwrap(api.POST("/api/events/ticket"))).ticket;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    if (hasCode(error, "workspace_not_found")) await goHome();
    throw error;
  }
}

/** Shown out of a workspace: a renewed session enters one that is still one's own, and the page begins anew. */
async function goHome(): Promise<void> {
  await refreshSession();
  window.location.assign("/");
}

function socketAddress(): string {
  const address = new URL("/api/events/live", location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

/** Keep the page's data in step with the workspace until the returned function is called. */
export function startLive(client: QueryClient, after: number): () => void {
  const refresher = createRefresher(client);
  const socket = createLiveSocket({
    url: socketAddress(),
    after,
    getTicket: ticket,
    onEvent: (event) => applyEvent(event, client, refresher),
    onReload: () => refresher.add([[]]),
    onState: setLiveState,
  });
  const lookAgain = () => {
    if (document.visibilityState === "visible") socket.nudge();
  };
  document.addEventListener("visibilitychange", lookAgain);
  window.addEventListener("online", lookAgain);
  window.addEventListener("pageshow", lookAgain);
  socket.start();
  return () => {
    document.removeEventListener("visibilitychange", lookAgain);
    window.removeEventListener("online", lookAgain);
    window.removeEventListener("pageshow", lookAgain);
    socket.stop();
    refresher.stop();
  };
}
