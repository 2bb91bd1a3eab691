/** The signed-in session of this page: the access token lives in memory only, the refresh token in an HttpOnly cookie. */
import * as z from "zod/mini";
import { problemFrom, unreachable } from "@/shared/api/problem";

export type SessionState = "restoring" | "signed-out" | "signed-in" | "unreachable";

const HINT_KEY = "saldo.was-signed-in";
const BYPASS_KEY = "saldo.dev-bypass";
const sessionShape = z.object({ access_token: z.string(), expires_in: z.number() });

let accessToken: string | null = null;
let state: SessionState = "restoring";
let refreshInFlight: Promise<boolean> | null = null;
const listeners = new Set<() => void>();
const otherTabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("saldo-session");

otherTabs?.addEventListener("message", (message) => {
  if (message.data === "signed-out") become("signed-out", null);
});

function become(next: SessionState, token: string | null): void {
  accessToken = token;
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

export function sessionState(): SessionState {
  return state;
}

export function currentToken(): string | null {
  return accessToken;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Take the session a sign-in or sign-up answered with. */
export function beginSession(token: string): void {
  localStorage.setItem(HINT_KEY, "yes");
  become("signed-in", token);
}

/** Development only: a bearer the development server accepts; production builds drop this body. */
export function beginBypassSession(token: string): void {
  if (!__DEV_BYPASS__) return;
  sessionStorage.setItem(BYPASS_KEY, token);
  become("signed-in", token);
}

export function endSession(): void {
  localStorage.removeItem(HINT_KEY);
  if (__DEV_BYPASS__) sessionStorage.removeItem(BYPASS_KEY);
  become("signed-out", null);
  otherTabs?.postMessage("signed-out");
}

/** Bring back the session of an earlier visit. A browser that never signed in asks nothing, so it sees no 401. */
export async function restoreSession(): Promise<void> {
  const bypass = __DEV_BYPASS__ ? sessionStorage.getItem(BYPASS_KEY) : null;
  if (bypass !== null) {
    become("signed-in", bypass);
    return;
  }
  if (localStorage.getItem(HINT_KEY) === null) {
    become("signed-out", null);
    return;
  }
  try {
    await refreshSession();
  } catch {
    become("unreachable", null);
  }
}

/** Renew the access token; callers at the same time share one request. False means the session is over. */
export function refreshSession(): Promise<boolean> {
  if (__DEV_BYPASS__ && sessionStorage.getItem(BYPASS_KEY) !== null) {
    endSession();
    return Promise.resolve(false);
  }
  refreshInFlight ??= inOneTabAtATime(requestRefresh).finally(() => {
    refreshInFlight = null;
  });
  return refreshInFlight;
}

async function requestRefresh(): Promise<boolean> {
  const response = await fetch("/api/auth/refresh", {
    method: "POST",
    headers: { "X-Saldo-Client": "web", "Content-Type": "application/json" },
    body: "{}",
    credentials: "same-origin",
  }).catch(() => {
    throw unreachable();
  });
  if (response.status === 401 || response.status === 403) {
    endSession();
    return false;
  }
  const body: unknown = await response.json().catch(() => null);
  const parsed = z.safeParse(sessionShape, body);
  if (!response.ok || !parsed.success) throw problemFrom(body, response);
  beginSession(parsed.data.access_token);
  return true;
}

// Two tabs that rotate the same refresh cookie at once would look like a stolen token to the server.
async function inOneTabAtATime(work: () => Promise<boolean>): Promise<boolean> {
  if (typeof navigator === "undefined" || !("locks" in navigator)) return work();
  return await navigator.locks.request("saldo-refresh", work);
}
