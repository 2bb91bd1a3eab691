/** What follows the bank's dialog: a new bank is exchanged, a repaired one is looked at; then its page opens. */
import { useNavigate } from "@tanstack/react-router";
import type { PlaidLinkOnSuccessMetadata } from "react-plaid-link";
import { useExchange, useRepaired } from "@/features/connections/api";

type Linking = {
  finish: (publicToken: string | null, metadata: PlaidLinkOnSuccessMetadata) => void;
  isPending: boolean;
  error: unknown;
};

export function useLinking(): Linking {
  const navigate = useNavigate();
  const exchange = useExchange();
  return {
    finish: (publicToken, metadata) => {
      if (publicToken === null) return;
      exchange.mutate(
        { publicToken, metadata },
        {
          onSuccess: ({ connection }) =>
            void navigate({ to: "/connections/$connectionId", params: { connectionId: connection.id } }),
        },
      );
    },
    isPending: exchange.isPending,
    error: exchange.error,
  };
}

export function useMending(connectionId: string): Linking {
  const navigate = useNavigate();
  const repaired = useRepaired(connectionId);
  return {
    finish: () =>
      repaired.mutate(undefined, {
        onSuccess: () => void navigate({ to: "/connections/$connectionId", params: { connectionId } }),
      }),
    isPending: repaired.isPending,
    error: repaired.error,
  };
}
