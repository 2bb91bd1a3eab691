import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, it, vi } from "vitest";
import { problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

describe("the file", () => {
  afterEach(() => vi.restoreAllMocks());

  it("holds what the filters leave, under a name with the day", async () => {
    const saved: string[] = [];
    const asked: string[] = [];
    URL.createObjectURL = () => "blob:file";
    URL.revokeObjectURL = () => undefined;
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    server.use(
      http.get("/api/transactions/export", ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.text("date,amount");
      }),
    );
    const { user } = await visit("/transactions?category=FOOD_AND_DRINK");

    await user.click(await screen.findByRole("button", { name: "Export these" }));

    await waitFor(() => expect(saved).toEqual([expect.stringMatching(/^transactions-[\d-]{10}\.csv$/)]));
    expect(asked).toEqual(["?category=FOOD_AND_DRINK"]);
  });

  it("that cannot be written says so", async () => {
    server.use(problem("/api/transactions/export", 503, "database_unavailable", "Please try again."));
    const { user } = await visit("/transactions");

    await user.click(await screen.findByRole("button", { name: "Export" }));

    expect(await screen.findByText("Please try again.")).toBeInTheDocument();
  });
});
