import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { anEvent } from "@/testing/factories";
import { FakeSocket } from "@/testing/fake-socket";
import { answer, server } from "@/testing/server";
import { aLine, anOverview, aScheduler, connection, openSync, SOON } from "@/testing/synchronization";

const bank = async () => within(await screen.findByRole("region", { name: "Maple Street Bank" }));

describe("the sync page", () => {
  it("says of every bank what it does, when it is asked next, and why", async () => {
    await openSync(anOverview(aLine({ why: "By its pace it is asked once a day." })));

    const login = await bank();
    expect(login.getByText("In step")).toBeInTheDocument();
    expect(login.getByText(/^Next sync/)).toBeInTheDocument();
    expect(login.getByText(/By its pace it is asked once a day\./)).toBeInTheDocument();
    expect(login.getByText("Your bank told Plaid")).toBeInTheDocument();
    expect(login.getByText(/Unusually quiet\. No posting for 30 days/)).toBeInTheDocument();
    const scheduler = within(await screen.findByRole("region", { name: "Scheduler" }));
    expect(await scheduler.findByText("3 waiting")).toBeInTheDocument();
    expect(scheduler.getByText("Cannot be asked")).toBeInTheDocument();
  });

  it("tells of a bank that is down, of quiet hours and of a cooldown", async () => {
    await openSync(
      anOverview(
        aLine({
          state: "backing_off",
          bank_trouble: { health: "down", paused_until: SOON },
          next_allowed_at: SOON,
          pace: { ...connection.pace, quiet_hours: [3, 4] },
        }),
      ),
    );

    const login = await bank();
    expect(login.getByText("Trying again")).toBeInTheDocument();
    expect(login.getByText(/leaves it alone until/)).toBeInTheDocument();
    expect(login.getByText(/^Quiet hours between/)).toBeInTheDocument();
    expect(login.getByText(/^Asked just now, again from/)).toBeInTheDocument();
    expect(login.queryByRole("button", { name: /^Sync/ })).not.toBeInTheDocument();
  });

  it("changes how often an account is asked for, at once", async () => {
    const { user } = await openSync(anOverview(aLine()));
    const asked: unknown[] = [];
    server.use(
      http.put("/api/accounts/a2/sync-frequency", async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ account_id: "a2", frequency: "daily", connection: connection.pace });
      }),
    );

    await user.click((await bank()).getByRole("button", { name: /Once a week/ }));
    await user.click(await screen.findByRole("option", { name: "Once a day" }));

    await waitFor(() => expect(asked).toEqual([{ frequency: "daily" }]));
  });

  it("gives all accounts one pace", async () => {
    const { user } = await openSync(anOverview(aLine()));
    server.use(
      answer("/api/accounts/sync/schedule-automatic", {
        account_ids: ["a1", "a2"],
        frequency: "hourly",
        connections: [],
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Pace for all" }));
    await user.click(await screen.findByRole("menuitem", { name: "Every hour" }));

    expect(await screen.findByText("2 accounts changed")).toBeInTheDocument();
  });

  it("asks one bank, and says why not when it is too soon", async () => {
    const { user } = await openSync(anOverview(aLine()));
    server.use(
      http.post("/api/accounts/a1/sync/immediate", () =>
        HttpResponse.json(
          { title: "Too soon", status: 429, code: "sync_too_soon", detail: "Try again in 12 seconds." },
          { status: 429 },
        ),
      ),
    );

    await user.click((await bank()).getByRole("button", { name: "Sync now: Maple Street Bank" }));

    expect(await screen.findByText(/Try again in 12 seconds/)).toBeInTheDocument();
  });

  it("follows a run while it lasts", async () => {
    await openSync(anOverview(aLine()));
    await bank();
    await waitFor(() => expect(FakeSocket.instances).toHaveLength(1));

    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.say({ type: "welcome", sequence: 0 });
      const data = {
        connection_id: "c1",
        sync_id: "s1",
        phase: "fetching",
        pages: 1,
        transactions: 9,
        by_account: {},
      } as const;
      FakeSocket.last.say({ type: "event", event: anEvent({ type: "sync_progress", data }) });
    });

    expect(await (await bank()).findByText("Syncing")).toBeInTheDocument();
  });

  it("warns when the scheduler does not run", async () => {
    await openSync(
      anOverview(aLine()),
      aScheduler({ is_running: false, text: "Look whether worker and beat run." }),
    );

    const scheduler = within(await screen.findByRole("region", { name: "Scheduler" }));
    expect(await scheduler.findByText("Not running")).toBeInTheDocument();
    expect(scheduler.getByText("Look whether worker and beat run.")).toBeInTheDocument();
  });

  it("without banks teaches the next step", async () => {
    await openSync(anOverview());

    expect(await screen.findByText("Nothing to keep in step yet")).toBeInTheDocument();
  });
});
