import { afterEach, describe, expect, it } from "vitest";
import { currentMonth, formatAgo, formatDay, formatInstant } from "@/shared/lib/dates";
import { formatCount, formatCounted, formatPercent, formatSeconds } from "@/shared/lib/figures";
import { formatMoney } from "@/shared/lib/money";
import { followProfile } from "@/shared/lib/regional";

const MORNING = "2026-11-20T09:05:00Z";
const follow = (locale: string) => followProfile({ locale, time_zone: "UTC", currency: "" });

afterEach(() => follow("en"));

describe("a German reader", () => {
  it("finds every figure written the German way, the ticks of a chart too", () => {
    follow("de-DE");

    expect(formatCount(1204)).toBe("1.204");
    expect(formatPercent(0.125)).toBe("12,5\u00a0%");
    expect(formatSeconds(0.42)).toBe("0,4 s");
    expect(formatDay("2024-11-19")).toBe("19. Nov. 2024");
    expect(formatInstant(MORNING, new Date(MORNING))).toBe("09:05");
    expect(formatMoney("1250000", "EUR", { precision: "compact" })).toBe("1,3\u00a0Mio.\u00a0€");
  });

  it("reads the page's own words in the page's language", () => {
    follow("de-DE");

    expect(formatAgo("2026-11-20T12:00:00Z", Date.parse("2026-11-20T12:04:00Z"))).toBe("4 minutes ago");
    expect(formatAgo("2026-11-19T12:00:00Z", Date.parse("2026-11-20T12:04:00Z"))).toBe("yesterday");
    expect(currentMonth().name).toMatch(/^[A-Z][a-z]+$/);
  });
});

it.each([
  [9.96, "10.0 s"],
  [61.4, "61 s"],
  [200, "3 min 20 s"],
  [180, "3 min"],
])("writes %d seconds as %s", (seconds, written) => {
  follow("en-GB");

  expect(formatSeconds(seconds)).toBe(written);
});

it("writes twelve hours without a leading nought", () => {
  follow("en-US");

  expect(formatInstant(MORNING, new Date(MORNING))).toMatch(/^9:05\sAM$/);
});

it("counts one thing in the singular", () => {
  follow("en-GB");

  expect([0, 1, 1200].map((count) => formatCounted(count, "row"))).toEqual(["0 rows", "1 row", "1,200 rows"]);
});
