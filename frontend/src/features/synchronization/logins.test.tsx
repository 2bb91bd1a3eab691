import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aConnection, anAccount } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { aLine, anOverview, connection, openSync } from "@/testing/synchronization";

const bank = async () => within(await screen.findByRole("region", { name: "Maple Street Bank" }));

describe("the logins on the sync page", () => {
  it("puts a bank that needs its person first, and offers to mend it instead of asking it", async () => {
    const broken = aLine({
      state: "needs_person",
      pace: { ...connection.pace, connection_id: "c2", institution_name: "Platypus Bank" },
    });
    const overview = anOverview(aLine(), broken);
    await openSync({ ...overview, totals: { ...overview.totals, needs_person: 1 } });

    expect(await screen.findByText("1 bank needs you")).toBeInTheDocument();
    const login = within(await screen.findByRole("region", { name: "Platypus Bank" }));
    expect(login.getByRole("link", { name: "Sign in again: Platypus Bank" })).toBeInTheDocument();
    expect(login.queryByRole("button", { name: /^Sync/ })).not.toBeInTheDocument();
    expect(login.getAllByText(/, stopped$/)).toHaveLength(2);
    expect(
      (await bank())
        .getByRole("button", { name: /^Sync now/ })
        .compareDocumentPosition(login.getByText("Needs you")),
    ).toBe(Node.DOCUMENT_POSITION_PRECEDING);
  });

  it("offers the sign-in where no bank can be asked without it, and says why", async () => {
    const overview = anOverview(aLine({ state: "needs_person" }));
    await openSync({ ...overview, totals: { ...overview.totals, needs_person: 1 } });

    expect(await screen.findByRole("link", { name: "Sign in again" })).toHaveAttribute(
      "href",
      "/connections/c1",
    );
    expect(screen.getByText("Nothing can be synced before you sign in again.")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Sync all now" })).not.toBeInTheDocument();
  });

  it("says which bank was left out of asking all", async () => {
    const broken = aLine({ state: "needs_person", pace: { ...connection.pace, connection_id: "c2" } });
    const { user } = await openSync(anOverview(aLine(), broken));
    server.use(answer("/api/accounts/sync-transactions", { queued: ["c1"] }));

    await user.click(await screen.findByRole("button", { name: "Sync all now" }));

    expect(await screen.findByText("1 bank is asked")).toBeInTheDocument();
    expect(screen.getByText(/1 bank waits for you to sign in again and was not asked\./)).toBeInTheDocument();
  });

  it("tells two logins at one bank apart", async () => {
    server.use(
      answer("/api/accounts/connection-status", {
        enabled: true,
        environment: "sandbox",
        connections: [aConnection(), aConnection({ id: "c2" })],
      }),
      answer("/api/accounts", {
        data: [anAccount({ mask: "4021" }), anAccount({ id: "a9", connection_id: "c2", mask: "7713" })],
      }),
    );
    await openSync(anOverview(aLine(), aLine({ pace: { ...connection.pace, connection_id: "c2" } })));

    for (const name of ["Maple Street Bank ··4021", "Maple Street Bank ··7713"]) {
      const login = within(await screen.findByRole("region", { name }));
      expect(login.getByRole("button", { name: `Sync now: ${name}` })).toBeInTheDocument();
    }
  });
});
