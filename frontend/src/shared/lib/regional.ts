/** How dates and figures are written: as the profile says, and where it says nothing as the browser does. */
import { getLocalTimeZone } from "@internationalized/date";
import { useSyncExternalStore } from "react";

/** What a profile says; null: as the browser does, and an empty currency: as the accounts do. */
export type Chosen = { locale: string | null; time_zone: string | null; currency: string };

/** What a new profile holds. */
export const UNCHOSEN: Chosen = { locale: null, time_zone: null, currency: "" };

type Region = { locale: string | undefined; timeZone: string | null; currency: string };

const listeners = new Set<() => void>();
let region = regionOf(UNCHOSEN);

function regionOf({ locale, time_zone, currency }: Chosen): Region {
  const browsers = typeof navigator === "undefined" ? undefined : navigator.language;
  return {
    locale: locale ?? browsers,
    timeZone: time_zone,
    currency,
  };
}

/** Write dates and figures as this profile says from now on. */
export function followProfile(profile: Chosen): void {
  const next = regionOf(profile);
  if (JSON.stringify(next) === JSON.stringify(region)) return;
  region = next;
  for (const listener of listeners) listener();
}

export function currentLocale(): string | undefined {
  return region.locale;
}

export function currentTimeZone(): string {
  return region.timeZone ?? getLocalTimeZone();
}

/** The currency a person would see first; empty when they have not said. */
export function currentCurrency(): string {
  return region.currency;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A name for the present way of writing: whatever is keyed by it is drawn anew when that changes. */
export function useRegionKey(): string {
  return useSyncExternalStore(subscribe, () => `${region.locale}|${region.timeZone}|${region.currency}`);
}
