import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { everyInWords } from "@/features/administration/parts/jobs-view";
import { parseAdministrationSearch } from "@/features/administration/search";
import type { Person } from "@/shared/api/types";
import { aMe } from "@/testing/factories";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const ID = "01a1fe5c-6b23-73df-bf99-1b6355b38551";
const pagination = { next_cursor: null, limit: 50 };

function aPerson(change: Partial<Person> = {}): Person {
  return {
    id: ID,
    email: "bo@example.com",
    display_name: "Bo",
    is_administrator: false,
    is_address_confirmed: true,
    created_at: "2026-11-01T09:12:00Z",
    last_seen_at: null,
    workspaces: 1,
    deleted_at: null,
    erase_at: null,
    ...change,
  };
}

function administer(...people: Person[]) {
  const me = aMe();
  server.use(
    answer("/api/auth/me", { ...me, user: { ...me.user, is_administrator: true } }),
    answer("/api/admin/users", { data: people, pagination }),
    answer(`/api/admin/users/${ID}`, people[0] ?? aPerson()),
    answer(`/api/admin/users/${ID}/sessions`, { data: [] }),
  );
}

describe("administration", () => {
  it("is closed to everybody else, and says how one becomes an administrator", async () => {
    await visit("/administration");

    expect(await screen.findByText("For those who look after this installation")).toBeInTheDocument();
    expect(screen.getByText("./scripts/dev.sh people promote EMAIL")).toBeInTheDocument();
  });

  it("finds people by what is typed", async () => {
    administer(aPerson());
    const { user } = await visit("/administration");
    await screen.findByText("bo@example.com");
    server.use(
      http.get("/api/admin/users", ({ request }) => {
        const isAsked = new URL(request.url).searchParams.get("search") === "ida";
        return HttpResponse.json({ data: isAsked ? [] : [aPerson()], pagination });
      }),
    );

    await user.type(screen.getByRole("searchbox", { name: "Search people" }), "ida");

    expect(await screen.findByText("Nobody is called that")).toBeInTheDocument();
  });

  it("deletes someone after a second question", async () => {
    const deleted: string[] = [];
    administer(aPerson());
    const { user } = await visit("/administration");
    await user.click(await screen.findByRole("link", { name: "bo@example.com" }));
    await user.click(await screen.findByRole("button", { name: "Delete…" }));
    server.use(
      http.delete(`/api/admin/users/${ID}`, () => {
        deleted.push(ID);
        administer(aPerson({ deleted_at: "2026-11-21T09:12:00Z", erase_at: "2026-12-21T09:12:00Z" }));
        return new HttpResponse(null, { status: 204 });
      }),
    );

    const question = await screen.findByRole("alertdialog");
    await user.click(within(question).getByRole("button", { name: "Delete" }));

    expect(await screen.findByRole("button", { name: "Restore" })).toBeInTheDocument();
    expect(deleted).toEqual([ID]);
  });

  it("shows how far an erasure has come", async () => {
    administer();
    server.use(
      answer("/api/admin/jobs", {
        queues: [{ name: "sync", waiting: 3 }],
        repeated: [{ task: "connections.sweep", every_seconds: 30, queue: "default" }],
        letters_waiting: 0,
        exports_running: 0,
        erasures_waiting: 1,
      }),
      answer("/api/admin/erasures", {
        data: [
          {
            user_id: ID,
            email: "bo@example.com",
            erase_at: "2026-11-21T09:12:00Z",
            banks_waiting: 0,
            rows_left: 1200,
          },
        ],
      }),
    );
    await visit("/administration?view=jobs");

    expect(await screen.findByText("1,200 rows left")).toBeInTheDocument();
    expect(screen.getByText("Syncs with banks")).toBeInTheDocument();
  });

  it("says of each deed whose it was", async () => {
    administer();
    const entry = {
      id: ID,
      position: 2,
      action: "user.promoted",
      subject_type: "user",
      subject_id: ID,
      before: null,
      after: null,
      request_id: null,
      occurred_at: "2026-11-21T09:12:00Z",
      digest: null,
    };
    const actors = [
      { actor: "operator", actor_email: null },
      { actor: "system", actor_email: null },
      { actor: `user:${ID}`, actor_email: null },
      { actor: `user:${ID}`, actor_email: "bo@example.com" },
    ];
    const data = actors.map((whose, index) => ({ ...entry, ...whose, id: `${ID.slice(0, -1)}${index}` }));
    server.use(answer("/api/admin/audit", { data, pagination }));
    await visit("/administration?view=record");

    expect(await screen.findByText("The operator, at the command line")).toBeInTheDocument();
    expect(screen.getByText("By itself (system)")).toBeInTheDocument();
    expect(screen.getByText("Someone who was erased")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "bo@example.com" })).toBeInTheDocument();
  });

  it("says what failed, and keeps the way to try again", async () => {
    administer();
    server.use(problem("/api/admin/audit", 503, "database_unavailable", "The database is away."));
    await visit("/administration?view=record");

    expect(await screen.findByText("The database is away.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Try again" })).toBeInTheDocument();
  });

  it("leaves out what its address cannot mean", () => {
    expect(parseAdministrationSearch({ view: "money", person: "x" })).toEqual({});
    expect(parseAdministrationSearch({ view: "jobs", person: ID })).toEqual({ view: "jobs", person: ID });
  });

  it("says how often in words", () => {
    expect([30, 60, 600, 3600, 7200].map(everyInWords)).toEqual([
      "30 seconds",
      "minute",
      "10 minutes",
      "hour",
      "2 hours",
    ]);
  });
});
