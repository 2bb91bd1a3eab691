import { afterEach, describe, expect, it } from "vitest";
import { formatMoney } from "@/shared/lib/money";
import { followProfile, UNCHOSEN } from "@/shared/lib/regional";
import { readAmount, typedAmount } from "@/shared/lib/typed-amount";

describe("an amount as it is typed", () => {
  it.each([
    ["1204.17", "1204.17"],
    ["1,204.17", "1204.17"],
    ["1.204,17", "1204.17"],
    ["1 204,17", "1204.17"],
    ["12,345", "12345"],
    ["12,5", "12.5"],
    ["\u221242.10", "-42.1"],
    ["$80", "80"],
    ["1200+4.17", "1204.17"],
    ["1200 - 4.17 + 1", "1196.83"],
  ])("%s is %s", (typed, amount) => {
    expect(readAmount(typed)).toBe(amount);
  });

  it.each(["", "abc", "1.2.3.", "12e3", "5 +", "--", "1/2"])("%s is none", (typed) => {
    expect(readAmount(typed)).toBeNull();
  });

  describe.each(["de-DE", "de-CH", "fr-FR", "sv-SE", "en-IN", "es-ES", "pl-PL", "da-DK", "ja-JP", "ar-EG"])(
    "as the page writes it for %s",
    (locale) => {
      afterEach(() => followProfile(UNCHOSEN));

      it.each([
        ["-1234567.89", "USD"],
        ["1234.5", "EUR"],
        ["-12.5", "SEK"],
        ["8000", "CHF"],
        ["100000", "INR"],
        ["0.05", "DKK"],
      ])("%s %s is read as the same", (amount, currency) => {
        followProfile({ ...UNCHOSEN, locale });

        expect(readAmount(formatMoney(amount, currency))).toBe(amount);
        expect(readAmount(typedAmount(amount))).toBe(amount);
      });
    },
  );

  it.each(["12 apples", "USD", "1 USD 2 EUR", "kr"])("%s is none either", (typed) => {
    expect(readAmount(typed)).toBeNull();
  });

  describe("by someone who writes as Germans do", () => {
    afterEach(() => followProfile(UNCHOSEN));

    it.each([
      ["1.000", "1000"],
      ["1.000.000", "1000000"],
      ["1.234,50", "1234.5"],
      ["12,345", "12.345"],
      ["12.5", "12.5"],
    ])("%s is %s", (typed, amount) => {
      followProfile({ ...UNCHOSEN, locale: "de-DE" });
      expect(readAmount(typed)).toBe(amount);
    });

    it("an amount of three decimals is still the same when it is typed for them", () => {
      followProfile({ ...UNCHOSEN, locale: "de-DE" });
      expect(typedAmount("-12.345")).toBe("-12,345");
      expect(readAmount(typedAmount("-12.345"))).toBe("-12.345");
    });
  });
});
