/** A change to the server: what a person does, and the answers that are stale once it is done. */
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";

export function useDeed<Input, Output>(act: (input: Input) => Promise<Output>, stale: readonly QueryKey[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    // Not awaited: the fresh answer may take the caller off the page before it hears that it was done.
    onSuccess: () => {
      for (const queryKey of stale) void client.invalidateQueries({ queryKey });
    },
  });
}
