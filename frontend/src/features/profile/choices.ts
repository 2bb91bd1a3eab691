/** What one may choose from: uses, ways of writing, currencies, time zones. */
import type { Profile } from "@/shared/api/types";
import type { Choice } from "@/shared/ui/select";

export const USES: readonly (Choice & { id: Profile["user_type"] })[] = [
  { id: "person", label: "For myself" },
  { id: "family", label: "For my family" },
  { id: "freelancer", label: "As a freelancer" },
  { id: "business", label: "For a business" },
];

const LOCALES = [
  "en",
  "en-CA",
  "en-US",
  "en-GB",
  "en-AU",
  "en-IE",
  "fr-CA",
  "fr-FR",
  "de-DE",
  "de-AT",
  "de-CH",
  "es-ES",
  "es-MX",
  "it-IT",
  "nl-NL",
  "pt-PT",
  "pt-BR",
  "pl-PL",
  "sv-SE",
  "da-DK",
  "nb-NO",
  "fi-FI",
  "ja-JP",
];
const CURRENCIES = [
  "USD",
  "CAD",
  "EUR",
  "GBP",
  "CHF",
  "AUD",
  "NZD",
  "SEK",
  "NOK",
  "DKK",
  "PLN",
  "MXN",
  "BRL",
  "JPY",
];
const languages = new Intl.DisplayNames("en", { type: "language" });
const currencies = new Intl.DisplayNames("en", { type: "currency" });

/** Nothing cannot be a choice's key, so that these words stand for it in the lists. */
const AS_BROWSER = "browser";
const AS_ACCOUNTS = "accounts";

/** The choices, and what the profile holds even when we would not offer it. */
function withPresent(offered: readonly string[], present: string | null): readonly string[] {
  return !present || offered.includes(present) ? offered : [present, ...offered];
}

export function localeChoices(present: string | null): readonly Choice[] {
  return [
    { id: AS_BROWSER, label: "As this browser" },
    ...withPresent(LOCALES, present).map((id) => ({ id, label: languages.of(id) ?? id })),
  ];
}

export function timeZoneChoices(present: string | null): readonly Choice[] {
  const known = Intl.supportedValuesOf("timeZone");
  // Not every browser counts it among the zones of the world.
  const offered = known.includes("UTC") ? known : ["UTC", ...known];
  return [
    { id: AS_BROWSER, label: "As this device" },
    ...withPresent(offered, present).map((id) => ({ id, label: id.replaceAll("_", " ") })),
  ];
}

/** What the profile holds for a choice of the two lists above; `keyOf` is the way back. */
export function chosenOf(key: string): string | null {
  return key === AS_BROWSER ? null : key;
}

export function keyOf(chosen: string | null): string {
  return chosen ?? AS_BROWSER;
}

export function currencyChoices(present: string): readonly Choice[] {
  return [
    { id: AS_ACCOUNTS, label: "As the accounts" },
    ...withPresent(CURRENCIES, present).map((id) => ({ id, label: `${id}, ${currencies.of(id) ?? id}` })),
  ];
}

export function currencyOf(key: string): string {
  return key === AS_ACCOUNTS ? "" : key;
}

export function currencyKeyOf(currency: string): string {
  return currency || AS_ACCOUNTS;
}
