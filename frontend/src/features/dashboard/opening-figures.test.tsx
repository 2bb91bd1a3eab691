import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aDashboard, someNumbers } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const region = (name: string | RegExp) => screen.findByRole("region", { name });

describe("the month's figures", () => {
  it("shows every category on demand, adds up, and leads from each sum to its rows", async () => {
    const amounts = ["90", "80", "70", "60", "50", "40", "30", "20", "-5"];
    const spending = amounts.map((amount, number) => ({
      category: number === 0 ? null : `CATEGORY_${number}`,
      label: number === 0 ? "Not categorised yet" : `Category ${number}`,
      color: null,
      amount,
      previous_amount: "0",
      pending_amount: "0",
    }));
    const numbers = someNumbers({ spending, money_in: "500", money_out: "435" });
    server.use(answer("/api/insights/dashboard", aDashboard({ currencies: [numbers] })));
    const { user } = await visit("/");
    const card = within(await region(/^Spending in/));
    expect(card.getByText("$435.00")).toBeInTheDocument();
    expect(card.getByRole("link", { name: /Not categorised yet/ })).toHaveAttribute(
      "href",
      expect.stringContaining("category=none"),
    );

    await user.click(card.getByRole("button", { name: /3 more categories/ }));

    const refunded = card.getByRole("link", { name: /Category 8/ });
    expect(refunded).toHaveTextContent("\u2212$5.00");
    const flow = within(await region(/^Cash flow in/));
    for (const [name, sum] of [
      ["In", "income"],
      ["Out", "spending"],
    ] as const)
      expect(flow.getByRole("link", { name })).toHaveAttribute(
        "href",
        expect.stringContaining(`counts_as=${sum}`),
      );
  });
});
