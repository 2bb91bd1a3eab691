import { afterEach, describe, expect, it } from "vitest";
import { bankDay, formatDay } from "./dates";

const home = process.env.TZ;

afterEach(() => {
  process.env.TZ = home;
});

// Eleven hours behind and fourteen ahead: the two ends of the calendar.
describe.each([
  { zone: "Pacific/Pago_Pago", hours: -11 },
  { zone: "Pacific/Kiritimati", hours: 14 },
])("a bank's day, read in $zone", ({ zone, hours }) => {
  it.each(["2024-02-29", "2025-01-01", "2025-12-31", "2025-03-09"])("%s stays that day", (date) => {
    process.env.TZ = zone;

    expect(new Date().getTimezoneOffset()).toBe(-hours * 60);
    expect(bankDay(date).toString()).toBe(date);
    expect(formatDay(date)).toContain(String(bankDay(date).day));
    expect(formatDay(date)).toContain(String(bankDay(date).year));
  });
});
