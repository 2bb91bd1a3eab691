/** Every address of the app. Pages are loaded when they are first visited. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { BootScreen } from "@/app/boot-screen";
import { doorRoutes } from "@/app/door-routes";
import { FailureScreen } from "@/app/failure-screen";
import { latestSequence } from "@/app/realtime";
import { rootRoute, settledSession } from "@/app/root-route";
import { parseAdministrationSearch } from "@/features/administration/search";
import { parseImportSearch } from "@/features/entries/search";
import { parseReconcileSearch } from "@/features/reconciliation/search";
import { keepTransactionSearch } from "@/features/transactions/search";
import { meQuery, profileQuery } from "@/shared/api/queries";
import { followProfile } from "@/shared/lib/regional";

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: async ({ location }) => {
    if ((await settledSession()) === "signed-in") return;
    throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
  },
  loader: async ({ context }) => {
    const [me, after, profile] = await Promise.all([
      context.queryClient.ensureQueryData(meQuery),
      latestSequence(),
      context.queryClient.ensureQueryData(profileQuery),
    ]);
    followProfile(profile);
    return { me, after };
  },
  staleTime: Number.POSITIVE_INFINITY,
  component: lazyRouteComponent(() => import("@/app/layout/shell"), "Shell"),
});

const child = { getParentRoute: () => shellRoute } as const;

const routeTree = rootRoute.addChildren([
  ...doorRoutes,
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
      path: "/accounts/$accountId/entries/new",
      component: lazyRouteComponent(() => import("@/features/entries/pages/add-entry-page"), "AddEntryPage"),
    }),
    createRoute({
      ...child,
      path: "/entries/new",
      component: lazyRouteComponent(
        () => import("@/features/entries/pages/entry-account-page"),
        "EntryAccountPage",
      ),
    }),
    createRoute({
      ...child,
      path: "/accounts/$accountId/import",
      validateSearch: parseImportSearch,
      component: lazyRouteComponent(() => import("@/features/entries/pages/import-page"), "ImportPage"),
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
      validateSearch: keepTransactionSearch,
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
      path: "/categories",
      component: lazyRouteComponent(
        () => import("@/features/categories/pages/categories-page"),
        "CategoriesPage",
      ),
    }),
    createRoute({
      ...child,
      path: "/workspace",
      component: lazyRouteComponent(
        () => import("@/features/workspace/pages/workspace-page"),
        "WorkspacePage",
      ),
    }),
    createRoute({
      ...child,
      path: "/workspace/clients",
      component: lazyRouteComponent(() => import("@/features/clients/pages/clients-page"), "ClientsPage"),
    }),
    createRoute({
      ...child,
      path: "/administration",
      validateSearch: parseAdministrationSearch,
      component: lazyRouteComponent(
        () => import("@/features/administration/pages/administration-page"),
        "AdministrationPage",
      ),
    }),
    createRoute({
      ...child,
      path: "/invitation",
      component: lazyRouteComponent(
        () => import("@/features/workspace/pages/invitation-page"),
        "InvitationPage",
      ),
    }),
    createRoute({
      ...child,
      path: "/profile",
      component: lazyRouteComponent(() => import("@/features/profile/pages/profile-page"), "ProfilePage"),
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
      path: "/sync",
      component: lazyRouteComponent(() => import("@/features/synchronization/pages/sync-page"), "SyncPage"),
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
      path: "/connections/fix",
      component: lazyRouteComponent(() => import("@/features/connections/pages/fix-all-page"), "FixAllPage"),
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
