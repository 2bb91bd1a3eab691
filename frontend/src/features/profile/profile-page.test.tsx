import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { formatMoney } from "@/shared/lib/money";
import { followProfile } from "@/shared/lib/regional";
import { aProfile } from "@/testing/factories";
import { someFactors } from "@/testing/security";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

/** Keep what the page changes, as the server does. */
function keepChanges(): unknown[] {
  const kept: unknown[] = [];
  server.use(
    http.patch("/api/profile", async ({ request }) => {
      const change: object = JSON.parse(await request.text());
      kept.push(change);
      return HttpResponse.json({ ...aProfile(), ...change });
    }),
  );
  return kept;
}

it("saves how one is called and what for", async () => {
  const kept = keepChanges();
  const { user } = await visit("/profile");

  const name = await screen.findByLabelText("Name");
  const form = within(screen.getByRole("region", { name: "About you" }));
  expect(form.getByRole("button", { name: "Save" })).toBeDisabled();
  await user.clear(name);
  await user.type(name, "Ana Maria");
  await user.click(form.getByRole("button", { name: /I use Saldo/ }));
  await user.click(await screen.findByRole("option", { name: "For a business" }));
  await user.click(form.getByRole("button", { name: "Save" }));

  expect(await screen.findByText("Your profile is saved")).toBeInTheDocument();
  expect(kept).toEqual([{ display_name: "Ana Maria", user_type: "business" }]);
});

it("writes figures as chosen from then on", async () => {
  keepChanges();
  const { user } = await visit("/profile");

  await user.click(await screen.findByRole("button", { name: /Written as in/ }));
  await user.click(await screen.findByRole("option", { name: "Austrian German" }));
  const form = within(screen.getByRole("region", { name: "Dates and figures" }));
  expect(form.getByText(/1.234,56/)).toBeInTheDocument();
  await user.click(form.getByRole("button", { name: "Save" }));

  expect(await screen.findByText("Dates and figures follow you")).toBeInTheDocument();
  expect(formatMoney("0.5", "EUR")).toBe("€\u00a00,50");
  followProfile(aProfile());
});

it("tells plain English and UTC from what the browser says", async () => {
  server.use(answer("/api/profile", aProfile({ locale: "en", time_zone: "UTC" })));
  const kept = keepChanges();
  const { user } = await visit("/profile");

  const form = () => within(screen.getByRole("region", { name: "Dates and figures" }));
  expect(await screen.findByRole("combobox", { name: "Time zone" })).toHaveValue("UTC");
  await user.click(form().getByRole("button", { name: /English.*Written as in/ }));
  await user.click(await screen.findByRole("option", { name: "As this browser" }));
  await user.click(form().getByRole("button", { name: "Save" }));
  await screen.findByText("Dates and figures follow you");

  expect(kept).toEqual([{ locale: null, time_zone: "UTC", currency: "" }]);
  followProfile(aProfile());
});

it("changes the address after one has proven oneself, and says what happens next", async () => {
  let isProven = false;
  server.use(
    answer("/api/security/factors", someFactors()),
    http.put("/api/security/address", () =>
      isProven
        ? HttpResponse.json({ waiting_for: "ana@example.org" }, { status: 202 })
        : HttpResponse.json({ title: "Confirm", status: 403, code: "proof_needed" }, { status: 403 }),
    ),
    http.post("/api/security/proof", () => {
      isProven = true;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = await visit("/profile");

  await user.type(await screen.findByLabelText("New address"), "ana");
  await user.click(screen.getByRole("button", { name: "Change address" }));
  expect(screen.getByText(/Write another e-mail address/)).toBeInTheDocument();
  await user.type(screen.getByLabelText("New address"), "@example.org");
  await user.click(screen.getByRole("button", { name: "Change address" }));
  await user.type(await screen.findByLabelText("Password"), "correct horse battery");
  await user.click(screen.getByRole("button", { name: "Confirm" }));

  await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/on its way to ana@example.org/));
});
