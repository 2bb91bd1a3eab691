import { expect, it } from "vitest";
import { nameBank } from "@/shared/lib/bank-names";
import { formatInstant } from "@/shared/lib/dates";
import { aConnection, anAccount } from "@/testing/factories";

const mine = aConnection({ id: "c1", created_at: "2026-05-03T08:00:00Z" });
const yours = aConnection({ id: "c2", created_at: "2026-05-04T08:00:00Z" });
const joint = [anAccount({ connection_id: "c1", mask: "1" }), anAccount({ connection_id: "c2", mask: "1" })];

it("calls the only login at a bank by the bank's name", () => {
  const elsewhere = aConnection({ id: "c2", institution_name: "Juniper Credit Union" });

  expect(nameBank(mine, [mine, elsewhere], joint)).toBe("Maple Street Bank");
});

it("tells two logins at one bank apart by an account of their own", () => {
  const card = anAccount({ connection_id: "c2", mask: "5529", type: "credit" });
  const accounts = [...joint, card, anAccount({ connection_id: "c2", mask: "7713" })];

  expect(nameBank(yours, [mine, yours], accounts)).toBe("Maple Street Bank ··7713");
});

it("tells them apart by their beginning where they see the same accounts", () => {
  expect(nameBank(mine, [mine, yours], joint)).toBe(
    `Maple Street Bank, linked ${formatInstant(mine.created_at)}`,
  );
});

it("keeps the plain name of a login beside one that was ended", () => {
  const ended = aConnection({ id: "c2", status: "disconnected" });

  expect(nameBank(mine, [mine, ended], [])).toBe("Maple Street Bank");
  expect(nameBank(ended, [mine, ended], [])).toMatch(/^Maple Street Bank, linked /);
});
