import { expect, it } from "vitest";
import { describeQuietHours, localSpans } from "@/features/synchronization/hours";

it("joins neighbouring hours and goes over midnight", () => {
  expect(localSpans([23, 0, 1, 5], 0)).toEqual([
    { from: 5, to: 6 },
    { from: 23, to: 2 },
  ]);
});

it("speaks of the reader's clock", () => {
  expect(describeQuietHours([2, 3], 60)).toBe("between 03:00 and 05:00");
  expect(describeQuietHours([2, 3], -300)).toBe("between 21:00 and 23:00");
});

it("says nothing where there are none", () => {
  expect(describeQuietHours([], 120)).toBe("");
});
