/** Opens the whole app at an address, as a person who is signed in or not. */
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { onTestFinished } from "vitest";
import { followSession } from "@/app/follow-session";
import { createQueryClient } from "@/app/query-client";
import { createAppRouter } from "@/app/router";
import { beginSession } from "@/shared/api/session";

type VisitOptions = { isSignedIn?: boolean };

export async function visit(path: string, { isSignedIn = true }: VisitOptions = {}) {
  if (isSignedIn) beginSession("token");
  const client = createQueryClient(0);
  const router = createAppRouter(client, createMemoryHistory({ initialEntries: [path] }));
  onTestFinished(followSession(router, client));
  // A page's code is transformed on its first visit: on a busy machine that takes longer than any answer, and
  // must not count as waiting for one.
  await router.load();
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { client, router, user: userEvent.setup() };
}
