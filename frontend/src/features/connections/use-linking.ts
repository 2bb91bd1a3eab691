/** What follows the bank's dialog: a new bank is planned and exchanged, a repaired one is looked at; then its page opens. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { PlaidLinkOnSuccessMetadata } from "react-plaid-link";
import {
  type Linked,
  type Relinked,
  useExchange,
  usePlanRelink,
  useRepaired,
} from "@/features/connections/api";
import type { RelinkPlan } from "@/shared/api/types";

/** Accounts of this bank were here before: the person says which go on, before anything is changed. */
export type Review = {
  linked: Linked;
  plan: RelinkPlan;
  accept: (relink: readonly Relinked[]) => void;
  giveUp: () => void;
};

type Linking = {
  finish: (publicToken: string | null, metadata: PlaidLinkOnSuccessMetadata) => void;
  review: Review | null;
  isPending: boolean;
  error: unknown;
};

export function useLinking(): Linking {
  const navigate = useNavigate();
  const planRelink = usePlanRelink();
  const exchange = useExchange();
  const [planned, setPlanned] = useState<{ linked: Linked; plan: RelinkPlan } | null>(null);

  function link(linked: Linked, relink: readonly Relinked[] | null) {
    exchange.mutate(
      { ...linked, relink },
      {
        onSuccess: ({ connection }) =>
          void navigate({ to: "/connections/$connectionId", params: { connectionId: connection.id } }),
      },
    );
  }

  return {
    finish: (publicToken, metadata) => {
      if (publicToken === null) return;
      const linked = { publicToken, metadata };
      planRelink.mutate(linked, {
        onSuccess: (plan) => (isPlain(plan) ? link(linked, null) : setPlanned({ linked, plan })),
      });
    },
    review:
      planned === null
        ? null
        : {
            ...planned,
            accept: (relink) => link(planned.linked, relink),
            giveUp: () => setPlanned(null),
          },
    isPending: planRelink.isPending || exchange.isPending,
    error: planRelink.error ?? exchange.error,
  };
}

function isPlain({ matches, history }: RelinkPlan): boolean {
  return matches.length === 0 && history.length === 0;
}

export function useMending(connectionId: string): Linking {
  const navigate = useNavigate();
  const repaired = useRepaired(connectionId);
  return {
    finish: () =>
      repaired.mutate(undefined, {
        onSuccess: () => void navigate({ to: "/connections/$connectionId", params: { connectionId } }),
      }),
    review: null,
    isPending: repaired.isPending,
    error: repaired.error,
  };
}
