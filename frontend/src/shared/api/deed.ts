/** A change to the server: what a person does, and the answers that are stale once it is done. */
import { hashKey, type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";

/** `gone` are answers about what is no more: nobody asks for them again unless somebody opens them again. */
export function useDeed<Input, Output>(
  act: (input: Input) => Promise<Output>,
  stale: readonly QueryKey[],
  gone: readonly QueryKey[] = [],
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    // Not awaited: the fresh answer may take the caller off the page before it hears that it was done.
    onSuccess: () => {
      const isGone = new Set(gone.map((queryKey) => hashKey(queryKey)));
      for (const queryKey of stale) {
        void client.invalidateQueries({ queryKey, predicate: ({ queryHash }) => !isGone.has(queryHash) });
      }
      for (const queryKey of gone) void client.invalidateQueries({ queryKey, refetchType: "none" });
    },
  });
}
