/** Every address of the app. Pages are loaded when they are first visited. */
import { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { BootScreen } from "@/app/boot-screen";
import { FailureScreen } from "@/app/failure-screen";
import { NotFoundScreen } from "@/app/not-found-screen";
import { latestSequence } from "@/app/realtime";
import { parseTransactionSearch } from "@/features/transactions/search";
import { ApiProblem, unreachable } from "@/shared/api/problem";
import { meQuery } from "@/shared/api/queries";
import { restoreSession, sessionState } from "@/shared/api/session";

const MINUTE_MS = 60_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Events say when something changed; age alone is no reason to ask again.
      staleTime: 5 * MINUTE_MS,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
    },
  },
});

let restored: Promise<void> | null = null;

async function settledSession() {
  restored ??= restoreSession();
  await restored;
  if (sessionState() === "unreachable") {
    restored = null;
    throw unreachable();
  }
  return sessionState();
}

type Context = { queryClient: QueryClient };
const rootRoute = createRootRouteWithContext<Context>()({ notFoundComponent: NotFoundScreen });

type SignInSearch = { next?: string };
function parseNext({ next }: Record<string, unknown>): SignInSearch {
  // Only a path of our own: a full address here would send people to a stranger after signing in.
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? { next } : {};
}

async function onlySignedOut({ search }: { search: SignInSearch }) {
  if ((await settledSession()) === "signed-in") throw redirect({ href: search.next ?? "/", replace: true });
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: parseNext,
  beforeLoad: onlySignedOut,
  component: lazyRouteComponent(() => import("@/features/auth/pages/sign-in-page"), "SignInPage"),
});

const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-up",
  validateSearch: parseNext,
  beforeLoad: onlySignedOut,
  component: lazyRouteComponent(() => import("@/features/auth/pages/sign-up-page"), "SignUpPage"),
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: async ({ location }) => {
    if ((await settledSession()) === "signed-in") return;
    throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
  },
  loader: async ({ context }) => {
    const [me, after] = await Promise.all([context.queryClient.ensureQueryData(meQuery), latestSequence()]);
    return { me, after };
  },
  staleTime: Number.POSITIVE_INFINITY,
  component: lazyRouteComponent(() => import("@/app/layout/shell"), "Shell"),
});

const child = { getParentRoute: () => shellRoute } as const;

const routeTree = rootRoute.addChildren([
  signInRoute,
  signUpRoute,
  shellRoute.addChildren([
    createRoute({
      ...child,
      path: "/",
      component: lazyRouteComponent(
        () => import("@/features/dashboard/pages/dashboard-page"),
        "DashboardPage",
      ),
    }),
    createRoute({
      ...child,
      path: "/accounts",
      component: lazyRouteComponent(() => import("@/features/accounts/pages/accounts-page"), "AccountsPage"),
    }),
    createRoute({
      ...child,
      path: "/accounts/$accountId",
      component: lazyRouteComponent(() => import("@/features/accounts/pages/account-page"), "AccountPage"),
    }),
    createRoute({
      ...child,
      path: "/transactions",
      validateSearch: parseTransactionSearch,
      component: lazyRouteComponent(
        () => import("@/features/transactions/pages/transactions-page"),
        "TransactionsPage",
      ),
    }),
    createRoute({
      ...child,
      path: "/connections",
      component: lazyRouteComponent(
        () => import("@/features/connections/pages/connections-page"),
        "ConnectionsPage",
      ),
    }),
    createRoute({
      ...child,
      path: "/connections/new",
      component: lazyRouteComponent(() => import("@/features/connections/pages/link-page"), "LinkPage"),
    }),
    createRoute({
      ...child,
      path: "/connections/$connectionId",
      component: lazyRouteComponent(
        () => import("@/features/connections/pages/connection-page"),
        "ConnectionPage",
      ),
    }),
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  defaultPendingComponent: BootScreen,
  defaultPendingMs: 200,
  defaultErrorComponent: FailureScreen,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged into the router's own.
  interface Register {
    router: typeof router;
  }
}
