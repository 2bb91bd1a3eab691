/** The root of all addresses, and whether somebody is signed in when one is opened. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, redirect } from "@tanstack/react-router";
import { NotFoundScreen } from "@/app/not-found-screen";
import { unreachable } from "@/shared/api/problem";
import { restoreSession, sessionState } from "@/shared/api/session";

let restored: Promise<void> | null = null;

export async function settledSession() {
  restored ??= restoreSession();
  await restored;
  if (sessionState() === "unreachable") {
    restored = null;
    throw unreachable();
  }
  return sessionState();
}

type Context = { queryClient: QueryClient };
export const rootRoute = createRootRouteWithContext<Context>()({ notFoundComponent: NotFoundScreen });

type SignInSearch = { next?: string };
export function parseNext({ next }: Record<string, unknown>): SignInSearch {
  // Only a path of our own: a full address here would send people to a stranger after signing in.
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? { next } : {};
}

export async function onlySignedOut({ search }: { search: SignInSearch }) {
  if ((await settledSession()) === "signed-in") throw redirect({ href: search.next ?? "/", replace: true });
}
