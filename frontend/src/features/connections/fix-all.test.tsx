import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Connection } from "@/shared/api/types";
import { aConnection } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const banks = (...connections: Connection[]) =>
  answer("/api/accounts/connection-status", { enabled: true, environment: "sandbox", connections });

const WELL = aConnection({ id: "c1", institution_name: "Maple Street Bank" });
const LOCKED_OUT = aConnection({ id: "c2", institution_name: "Platypus Bank", status: "needs_login" });
const ENDED = aConnection({ id: "c3", institution_name: "Tartan Bank", status: "revoked" });

it("one button walks through every bank that needs its person", async () => {
  server.use(banks(WELL, LOCKED_OUT, ENDED));
  const { user } = await visit("/connections");
  await user.click(await screen.findByRole("link", { name: "Fix all" }));

  const walk = within(await screen.findByRole("list", { name: "The walk" }));
  expect(walk.getAllByRole("listitem").map((stop) => stop.textContent)).toEqual([
    "1Platypus Bank",
    "2Tartan Bank",
  ]);
  expect(screen.getByRole("button", { name: "Sign in at Platypus Bank" })).toBeEnabled();
  await user.click(screen.getByRole("button", { name: "Not now, go on" }));

  expect(screen.getByRole("link", { name: "Link it again" })).toHaveAttribute("href", "/connections/new");
  await user.click(screen.getByRole("button", { name: "Not now, go on" }));
  expect(screen.getByText("2 banks still wait")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Begin again" }));

  expect(screen.getByRole("button", { name: "Sign in at Platypus Bank" })).toBeInTheDocument();
});

it("a bank that is mended on the way is ticked, and the walk ends when none is left", async () => {
  server.use(banks(LOCKED_OUT, ENDED));
  const { client } = await visit("/connections/fix");
  await screen.findByRole("button", { name: "Sign in at Platypus Bank" });

  server.use(banks({ ...LOCKED_OUT, status: "healthy" }, ENDED));
  await client.invalidateQueries();
  const walk = within(screen.getByRole("list", { name: "The walk" }));
  expect(await walk.findByText(", done")).toBeInTheDocument();
  server.use(banks({ ...LOCKED_OUT, status: "healthy" }, { ...ENDED, status: "healthy" }));
  await client.invalidateQueries();

  expect(await screen.findByText("No bank needs you")).toBeInTheDocument();
});

it("no walk is offered while all is well", async () => {
  server.use(banks(WELL));
  await visit("/connections");

  expect(await screen.findByText("1 bank linked, all well")).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Fix all" })).not.toBeInTheDocument();
});
