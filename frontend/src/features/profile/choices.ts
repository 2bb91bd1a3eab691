/** What one may choose from: uses, ways of writing, currencies, time zones. */
import type { Profile } from "@/shared/api/types";
import { UNCHOSEN } from "@/shared/lib/regional";
import type { Choice } from "@/shared/ui/select";

export const USES: readonly (Choice & { id: Profile["user_type"] })[] = [
  { id: "person", label: "For myself" },
  { id: "family", label: "For my family" },
  { id: "freelancer", label: "As a freelancer" },
  { id: "business", label: "For a business" },
];

const LOCALES = [
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

/** The choices, and what the profile holds even when we would not offer it. */
function withPresent(offered: readonly string[], present: string, unchosen: string): readonly string[] {
  return present === unchosen || offered.includes(present) ? offered : [present, ...offered];
}

export function localeChoices(present: string): readonly Choice[] {
  const offered = withPresent(LOCALES, present, UNCHOSEN.locale);
  return [
    { id: UNCHOSEN.locale, label: "As this browser" },
    ...offered.map((id) => ({ id, label: languages.of(id) ?? id })),
  ];
}

const NO_CURRENCY = "none";

/** An empty word cannot be a choice's key, so that "none" stands for it in the list. */
export function currencyChoices(present: string): readonly Choice[] {
  const offered = withPresent(CURRENCIES, present, UNCHOSEN.currency);
  return [
    { id: NO_CURRENCY, label: "As the accounts" },
    ...offered.map((id) => ({ id, label: `${id}, ${currencies.of(id) ?? id}` })),
  ];
}

export function currencyOf(choice: string): string {
  return choice === NO_CURRENCY ? UNCHOSEN.currency : choice;
}

export function choiceOf(currency: string): string {
  return currency === UNCHOSEN.currency ? NO_CURRENCY : currency;
}

export function timeZoneChoices(present: string): readonly Choice[] {
  const offered = withPresent(Intl.supportedValuesOf("timeZone"), present, UNCHOSEN.timeZone);
  return [
    { id: UNCHOSEN.timeZone, label: "As this device" },
    ...offered.map((id) => ({ id, label: id.replaceAll("_", " ") })),
  ];
}
