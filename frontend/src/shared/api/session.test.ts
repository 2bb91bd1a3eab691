import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { beginSession, currentToken, restoreSession, sessionState } from "@/shared/api/session";
import { problem, server } from "@/testing/server";

it("asks nothing for a browser that never signed in", async () => {
  let asked = false;
  server.use(
    http.post("/api/auth/refresh", () => {
      asked = true;
      return new HttpResponse(null, { status: 401 });
    }),
  );

  await restoreSession();

  expect(asked).toBe(false);
  expect(sessionState()).toBe("signed-out");
});

it("brings back an earlier session from its cookie", async () => {
  localStorage.setItem("saldo.was-signed-in", "yes");

  await restoreSession();

  expect(sessionState()).toBe("signed-in");
  expect(currentToken()).toBe("fresh");
});

it("does not sign anybody out because the server is away", async () => {
  localStorage.setItem("saldo.was-signed-in", "yes");
  server.use(http.post("/api/auth/refresh", () => HttpResponse.error()));

  await restoreSession();

  expect(sessionState()).toBe("unreachable");
  expect(localStorage.getItem("saldo.was-signed-in")).toBe("yes");
});

it("forgets a session the server has ended", async () => {
  beginSession("old");
  server.use(problem("/api/auth/refresh", 401, "unauthorized"));

  await restoreSession();

  expect(sessionState()).toBe("signed-out");
  expect(localStorage.getItem("saldo.was-signed-in")).toBeNull();
});
