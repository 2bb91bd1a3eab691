/** The typed HTTP client: every call carries the token, renews it once when it has run out, and fails as ApiProblem. */
import createClient from "openapi-fetch";
import { problemFrom, unreachable } from "@/shared/api/problem";
import type { paths } from "@/shared/api/schema.gen";
import { currentToken, refreshSession } from "@/shared/api/session";

const BACK_FROM_ELSEWHERE = "/api/security/identities/finish";

/** At the door a 401 means "wrong password" or "not in time", never "the access token ran out". */
function isAtTheDoor(path: string): boolean {
  return path === BACK_FROM_ELSEWHERE || (path.startsWith("/api/auth/") && path !== "/api/auth/me");
}

async function send(request: Request): Promise<Response> {
  const token = currentToken();
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  request.headers.set("X-Saldo-Client", "web");
  return fetch(request).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  });
}

async function authorizedFetch(request: Request): Promise<Response> {
  // A body can be read once only: the copy is for the second try.
  const again = request.clone();
  const response = await send(request);
  if (response.status !== 401 || isAtTheDoor(new URL(request.url).pathname)) return response;
  return (await refreshSession()) ? send(again) : response;
}

const origin = typeof location === "undefined" ? "http://localhost" : location.origin;

export const api = createClient<paths>({
  baseUrl: origin,
  fetch: authorizedFetch,
  credentials: "same-origin",
});

type Answer<Data> = { data?: Data; error?: unknown; response: Response };

/** The data of a call, or the ApiProblem it failed with. */
export async function unwrap<Data>(call: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call;
  if (!response.ok || data === undefined || data === null) throw problemFrom(error, response);
  return data;
}

/** For calls that answer without a body (204). */
export async function succeed(call: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await call;
  if (!response.ok) throw problemFrom(error, response);
}
