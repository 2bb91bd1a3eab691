/** Every address of the app. Pages are loaded when they are first visited. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { BootScreen } from "@/app/boot-screen";
import { FailureScreen } from "@/app/failure-screen";
import { NotFoundScreen } from "@/app/not-found-screen";
import { latestSequence } from "@/app/realtime";
import { parseReconcileSearch } from "@/features/reconciliation/search";
import { parseTransactionSearch } from "@/features/transactions/search";
import { unreachable } from "@/shared/api/problem";
import { meQuery } from "@/shared/api/queries";
import { restoreSession, sessionState } from "@/shared/api/session";

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

const forgottenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/forgotten-password",
  component: lazyRouteComponent(
    () => import("@/features/auth/pages/forgotten-password-page"),
    "ForgottenPasswordPage",
  ),
});

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reset-password",
  component: lazyRouteComponent(
    () => import("@/features/auth/pages/reset-password-page"),
    "ResetPasswordPage",
  ),
});

const confirmRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/confirm-address",
  component: lazyRouteComponent(
    () => import("@/features/auth/pages/confirm-address-page"),
    "ConfirmAddressPage",
  ),
});

// In a production build the constant is false, so neither this page nor its chunk exists.
const outboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/outbox",
  component: __DEV_BYPASS__
    ? lazyRouteComponent(() => import("@/features/auth/pages/outbox-page"), "OutboxPage")
    : NotFoundScreen,
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
  forgottenRoute,
  resetRoute,
  confirmRoute,
  outboxRoute,
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
      path: "/accounts/$accountId/reconcile",
      validateSearch: parseReconcileSearch,
      component: lazyRouteComponent(
        () => import("@/features/reconciliation/pages/reconcile-page"),
        "ReconcilePage",
      ),
    }),
    createRoute({
      ...child,
      path: "/reconcile",
      component: lazyRouteComponent(
        () => import("@/features/reconciliation/pages/reconcile-overview-page"),
        "ReconcileOverviewPage",
      ),
    }),
    createRoute({
      ...child,
      path: "/reconcile/$statementId",
      component: lazyRouteComponent(
        () => import("@/features/reconciliation/pages/statement-page"),
        "StatementPage",
      ),
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
      path: "/review",
      component: lazyRouteComponent(() => import("@/features/review/pages/review-page"), "ReviewPage"),
    }),
    createRoute({
      ...child,
      path: "/rules",
      component: lazyRouteComponent(() => import("@/features/rules/pages/rules-page"), "RulesPage"),
    }),
    createRoute({
      ...child,
      path: "/merchants",
      component: lazyRouteComponent(
        () => import("@/features/merchants/pages/merchants-page"),
        "MerchantsPage",
      ),
    }),
    createRoute({
      ...child,
      path: "/security",
      component: lazyRouteComponent(() => import("@/features/security/pages/security-page"), "SecurityPage"),
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
      path: "/connections/oauth-return",
      component: lazyRouteComponent(
        () => import("@/features/connections/pages/oauth-return-page"),
        "OAuthReturnPage",
      ),
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

export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queryClient },
    ...(history === undefined ? {} : { history }),
    defaultPreload: "intent",
    defaultPendingComponent: BootScreen,
    defaultPendingMs: 200,
    defaultErrorComponent: FailureScreen,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged into the router's own.
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
