/** How a feature answers events: a complete map, so that a new event type does not compile until each has decided. */
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { EventOf, EventType } from "@/shared/api/types";

export type Reaction = {
  /** Read again, soon and batched. */
  stale?: readonly QueryKey[];
  /** Change in place, now. Only balances, labels and progress: anything with a rule behind it is read again. */
  patch?: (client: QueryClient) => void;
  /** For screen readers. */
  say?: string;
};

export type Reactions = { readonly [Type in EventType]: (event: EventOf<Type>) => Reaction };

export const ignore = (): Reaction => ({});
