import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { anAccount } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const everyday = anAccount();
const savings = anAccount({ id: "a2", name: "Savings" });

beforeEach(() => server.use(answer("/api/accounts/a2", { ...savings, balances: [] })));

describe("an entry added from the list", () => {
  it("asks for its account first", async () => {
    server.use(answer("/api/accounts", { data: [everyday, savings] }));
    const { router, user } = await visit("/transactions");

    await user.click(await screen.findByRole("link", { name: "Add entry" }));
    await user.click(await screen.findByRole("link", { name: /^Savings/ }));

    expect(await screen.findByLabelText("Amount in USD")).toBeInTheDocument();
    expect(router.state.location.pathname).toBe("/accounts/a2/entries/new");
  });

  it("goes to the account that the list is narrowed to", async () => {
    await visit("/transactions?account_id=a2");

    expect(await screen.findByRole("link", { name: "Add entry" })).toHaveAttribute(
      "href",
      "/accounts/a2/entries/new",
    );
  });

  it("is found in the palette", async () => {
    server.use(answer("/api/accounts", { data: [everyday, savings] }));
    const { router, user } = await visit("/transactions");
    await screen.findByRole("link", { name: "Add entry" });

    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("searchbox", { name: "Search or jump to" }), "add ent");
    await user.click(await screen.findByRole("menuitem", { name: "Add entry" }));

    await waitFor(() => expect(router.state.location.pathname).toBe("/entries/new"));
  });

  it("is not asked when there is one account only", async () => {
    server.use(answer("/api/accounts", { data: [savings, anAccount({ status: "closed" })] }));
    const { router } = await visit("/entries/new");

    await waitFor(() => expect(router.state.location.pathname).toBe("/accounts/a2/entries/new"));
  });

  it("begins with a bank when there is no account yet", async () => {
    server.use(answer("/api/accounts", { data: [] }));
    await visit("/entries/new");

    expect(await screen.findByText("An entry belongs to an account")).toBeInTheDocument();
  });
});
