import { describe, expect, it } from "vitest";
import { absolute, formatMoney, share, signOf, subtract, sum } from "@/shared/lib/money";

describe("sums", () => {
  it("keep every cent that a float would lose", () => {
    expect(sum(["0.1", "0.2"])).toBe("0.3");
    expect(sum(["9007199254740993", "0.0000000001"])).toBe("9007199254740993.0000000001");
  });

  it("cross zero in both directions", () => {
    expect(subtract("5", "12.5")).toBe("-7.5");
    expect(sum(["-0.05", "0.05"])).toBe("0");
    expect(absolute("-7.50")).toBe("7.5");
  });

  it("refuse what is not an amount", () => {
    expect(() => sum(["12,50"])).toThrow(RangeError);
  });

  it("know the sign of an amount below one", () => {
    expect(signOf("-0.01")).toBe(-1);
    expect(signOf("0.00")).toBe(0);
  });
});

describe("formatMoney", () => {
  it("writes negatives with a true minus sign", () => {
    expect(formatMoney("-1234.5", "USD", { locale: "en-US" })).toBe("\u2212$1,234.50");
  });

  it("shows a plus only where movements are meant", () => {
    expect(formatMoney("12", "USD", { locale: "en-US" })).toBe("$12.00");
    expect(formatMoney("12", "USD", { locale: "en-US", signs: "always" })).toBe("+$12.00");
    expect(formatMoney("0", "USD", { locale: "en-US", signs: "always" })).toBe("$0.00");
  });

  it("follows the reader's locale and the currency's own digits", () => {
    expect(formatMoney("1234.5", "EUR", { locale: "de-DE" })).toBe("1.234,50\u00a0€");
    expect(formatMoney("1234", "JPY", { locale: "ja-JP" })).toBe("￥1,234");
  });

  it("is exact beyond what a float can hold", () => {
    expect(formatMoney("9007199254740993.12", "USD", { locale: "en-US" })).toBe("$9,007,199,254,740,993.12");
  });

  it.each(["de-DE", "fr-FR", "sv-SE", "en-IN", "de-CH"])(
    "groups every tick of an axis alike in %s",
    (locale) => {
      const tick = (amount: string) => formatMoney(amount, "USD", { locale, precision: "compact" });

      expect(tick("10000").replace(/\D/g, "").length).toBe(tick("8000").replace(/\D/g, "").length + 1);
      expect(/\d{4}/.test(tick("8000"))).toBe(false);
    },
  );

  it("shows the small parts of what is no state's money", () => {
    const options = { locale: "en-US" } as const;

    expect(formatMoney("0.00012345", "BTC", options)).toBe("BTC\u00a00.00012345");
    expect(formatMoney("0.5", "BTC", { ...options, precision: "whole" })).toBe("BTC\u00a00.50");
  });

  it("keeps the code of a currency nobody else knows", () => {
    expect(formatMoney("-2.5", "POINTS")).toBe("\u22122.5 POINTS");
  });
});

describe("share", () => {
  it("is the part of the whole, whatever the signs", () => {
    expect(share("-25", "100")).toBe(0.25);
    expect(share("1", "0")).toBe(0);
  });
});
