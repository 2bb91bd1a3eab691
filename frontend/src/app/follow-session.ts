/** Moves people between the doors and the app when a session begins or ends. */
import type { QueryClient } from "@tanstack/react-query";
import type { AnyRouter } from "@tanstack/react-router";
import { onSessionChange, sessionState } from "@/shared/api/session";

export function followSession(router: AnyRouter, queryClient: QueryClient): () => void {
  let previous = sessionState();
  return onSessionChange(() => {
    const wasRestoring = previous === "restoring" || previous === "unreachable";
    previous = sessionState();
    // The router itself waits for the restored session; only later changes must move people between pages.
    if (wasRestoring) return;
    if (previous === "signed-out") {
      // What one person saw must never flash up for the next one on the same screen.
      queryClient.clear();
      router.clearCache();
    }
    void router.invalidate();
  });
}
