/** Taking changes back: every deed on transactions is a revision, and any page may offer its undo. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

/** Takes a change back whole, with what it taught. */
export function useTakeBack() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (revisionId: string) =>
      unwrap(
        api.POST("/api/revisions/{revision_id}/revert", { params: { path: { revision_id: revisionId } } }),
      ),
    onSuccess: () =>
      Promise.all(
        [keys.transactions, keys.review, keys.learning, keys.merchants, keys.categories, keys.rules].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

/** For a notice: the way back, where something was changed at all. */
export function undoing(revisionId: string | null, takeBack: (revisionId: string) => void) {
  return revisionId === null ? {} : { action: { label: "Undo", run: () => takeBack(revisionId) } };
}
