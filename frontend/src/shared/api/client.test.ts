import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { api, unwrap } from "@/shared/api/client";
import { ApiProblem } from "@/shared/api/problem";
import { beginSession, currentToken, sessionState } from "@/shared/api/session";
import { problem, server } from "@/testing/server";

let refreshes = 0;

/** Accounts that only the renewed token may see. */
function accountsBehind(token: string) {
  return http.get("/api/accounts", ({ request }) =>
    request.headers.get("Authorization") === `Bearer ${token}`
      ? HttpResponse.json({ data: [] })
      : HttpResponse.json(
          { title: "Signed out", status: 401, detail: "Sign in again.", code: "unauthorized" },
          { status: 401 },
        ),
  );
}

function refreshTo(token: string) {
  return http.post("/api/auth/refresh", async ({ request }) => {
    refreshes += 1;
    expect(request.headers.get("X-Saldo-Client")).toBe("web");
    return HttpResponse.json({
      access_token: token,
      token_type: "Bearer",
      expires_in: 300,
      refresh_token: null,
    });
  });
}

beforeEach(() => {
  refreshes = 0;
  beginSession("stale");
});

describe("an access token that has run out", () => {
  it("is renewed once for all calls that are waiting", async () => {
    server.use(accountsBehind("renewed"), refreshTo("renewed"));

    const answers = await Promise.all(Array.from({ length: 8 }, () => unwrap(api.GET("/api/accounts"))));

    expect(answers).toHaveLength(8);
    expect(refreshes).toBe(1);
    expect(currentToken()).toBe("renewed");
  });

  it("sends a body again with the new token", async () => {
    const bodies: unknown[] = [];
    server.use(
      refreshTo("renewed"),
      http.post("/api/accounts/sync-balances", async ({ request }) => {
        bodies.push(await request.json());
        const isRenewed = request.headers.get("Authorization") === "Bearer renewed";
        return HttpResponse.json({ results: [] }, { status: isRenewed ? 200 : 401 });
      }),
    );

    await unwrap(api.POST("/api/accounts/sync-balances", { body: { account_ids: ["a1"] } }));

    expect(bodies).toEqual([{ account_ids: ["a1"] }, { account_ids: ["a1"] }]);
  });

  it("ends the session when it cannot be renewed", async () => {
    server.use(accountsBehind("never"), problem("/api/auth/refresh", 401, "unauthorized"));

    await expect(unwrap(api.GET("/api/accounts"))).rejects.toMatchObject({ status: 401 });

    expect(sessionState()).toBe("signed-out");
  });

  it("is not what a wrong password means", async () => {
    server.use(problem("/api/auth/sign-in", 401, "wrong_credentials"), refreshTo("renewed"));

    const call = unwrap(api.POST("/api/auth/sign-in", { body: { email: "a@example.com", password: "x" } }));

    await expect(call).rejects.toMatchObject({ code: "wrong_credentials" });
    expect(refreshes).toBe(0);
  });
});

describe("a failed call", () => {
  it("carries the problem's code and the id that finds it in the logs", async () => {
    server.use(problem("/api/accounts", 503, "unavailable", "Try again in a minute."));

    const failure = await unwrap(api.GET("/api/accounts")).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ApiProblem);
    expect(failure).toMatchObject({
      code: "unavailable",
      requestId: "req_test",
      message: "Try again in a minute.",
    });
  });

  it("is a sentence even when a proxy answers in HTML", async () => {
    server.use(http.get("/api/accounts", () => new HttpResponse("<h1>502</h1>", { status: 502 })));

    await expect(unwrap(api.GET("/api/accounts"))).rejects.toMatchObject({
      code: "unexpected_answer",
      status: 502,
    });
  });

  it("says when nobody can be reached", async () => {
    server.use(http.get("/api/accounts", () => HttpResponse.error()));

    await expect(unwrap(api.GET("/api/accounts"))).rejects.toMatchObject({ code: "unreachable" });
  });
});
