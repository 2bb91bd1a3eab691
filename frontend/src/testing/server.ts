/** The API of tests, at the network: a signed-in person with one bank, unless a test says otherwise. */
import { HttpResponse, http, type JsonBodyType } from "msw";
import { setupServer } from "msw/node";
import {
  aConfig,
  aConnection,
  aDashboard,
  aMe,
  anAccount,
  aProfile,
  aSummary,
  aTransaction,
  someClocks,
} from "@/testing/factories";
import { aStanding } from "@/testing/reconciliation";

const pagination = { next_cursor: null, limit: 50 };

export function answer(path: string, body: JsonBodyType, status = 200) {
  return http.all(path, () => HttpResponse.json(body, { status }));
}

export function problem(path: string, status: number, code: string, detail = "It did not work.") {
  const body = {
    type: "about:blank",
    title: "Not this time",
    status,
    code,
    detail,
    request_id: "req_test",
    timestamp: "2026-11-21T09:12:00Z",
  };
  return answer(path, body, status);
}

export const server = setupServer(
  answer("/api/config", aConfig()),
  answer("/api/auth/me", aMe()),
  answer("/api/profile", aProfile()),
  answer("/api/auth/external", { data: [], firebase: false }),
  answer("/api/auth/refresh", {
    access_token: "fresh",
    token_type: "Bearer",
    expires_in: 300,
    refresh_token: null,
  }),
  http.post("/api/auth/sign-out", () => new HttpResponse(null, { status: 204 })),
  answer("/api/accounts", { data: [anAccount()] }),
  answer("/api/accounts/standings", { data: [aStanding()] }),
  answer("/api/accounts/connection-status", {
    enabled: true,
    environment: "sandbox",
    connections: [aConnection()],
  }),
  answer("/api/transactions", { data: [aTransaction()], pagination }),
  answer("/api/transactions/summary", aSummary()),
  answer("/api/connections/relink/plan", { matches: [], new: [], history: [], replaces: [] }),
  answer("/api/connections/c1/clocks", someClocks()),
  answer("/api/connections/c1/webhooks", { data: [], pagination }),
  answer("/api/connections/c1/relinks", { data: [] }),
  answer("/api/categories", { data: [] }),
  answer("/api/workspaces", { data: [] }),
  answer("/api/review", { data: [], transactions: 0, groups: 0 }),
  answer("/api/ml/memory", { data: [] }),
  answer("/api/insights/dashboard", aDashboard()),
  answer("/api/events", { data: [], last_sequence: 0 }),
  answer("/api/events/ticket", { ticket: "ticket", expires_at: "2026-11-21T09:13:00Z" }),
);
