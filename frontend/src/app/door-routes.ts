/** The addresses outside: signing in and up, and where letters lead. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { NotFoundScreen } from "@/app/not-found-screen";
import { onlySignedOut, parseNext, rootRoute, settledSession } from "@/app/root-route";

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

const externalRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/external",
  // Whoever links an account is signed in: the page must know it before it speaks.
  beforeLoad: async () => void (await settledSession()),
  component: lazyRouteComponent(
    () => import("@/features/auth/pages/external-return-page"),
    "ExternalReturnPage",
  ),
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

export const doorRoutes = [
  signInRoute,
  signUpRoute,
  externalRoute,
  forgottenRoute,
  resetRoute,
  confirmRoute,
  outboxRoute,
] as const;
