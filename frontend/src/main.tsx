/** Starts the app. */
import "@fontsource-variable/geist/wght.css";
import "@fontsource-variable/geist-mono/wght.css";
import "@/styles.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "@/app/query-client";
import { createAppRouter } from "@/app/router";
import { onSessionChange, sessionState } from "@/shared/api/session";
import { watchPreferences } from "@/shared/lib/preferences";

watchPreferences();

const queryClient = createQueryClient();
const router = createAppRouter(queryClient);
let previous = sessionState();
onSessionChange(() => {
  const wasRestoring = previous === "restoring" || previous === "unreachable";
  previous = sessionState();
  // The router itself waits for the restored session; only later changes must move people between pages.
  if (wasRestoring) return;
  // What one person saw must never flash up for the next one on the same screen.
  if (previous === "signed-out") queryClient.clear();
  void router.invalidate();
});

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
