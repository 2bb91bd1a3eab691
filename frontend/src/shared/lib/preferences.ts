/** How this browser likes to see Saldo: theme, density, hidden amounts. Kept in localStorage, shared by all tabs. */
import { useSyncExternalStore } from "react";
import * as z from "zod/mini";

const KEY = "saldo.preferences";
const shape = z.object({
  theme: z.catch(z.enum(["system", "light", "dark"]), "system"),
  density: z.catch(z.enum(["comfortable", "compact"]), "comfortable"),
  hideAmounts: z.catch(z.boolean(), false),
});

export type Preferences = z.infer<typeof shape>;
export type Theme = Preferences["theme"];

const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  let raw: unknown = {};
  try {
    raw = JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    // Storage is blocked or damaged: the defaults are a fine answer.
  }
  const parsed = z.safeParse(shape, raw);
  return parsed.success ? parsed.data : { theme: "system", density: "comfortable", hideAmounts: false };
}

function apply(): void {
  const { theme, density } = current;
  const dark = theme === "dark" || (theme === "system" && systemIsDark());
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.dataset.density = density;
}

function systemIsDark(): boolean {
  return typeof matchMedia === "function" && matchMedia("(prefers-color-scheme: dark)").matches;
}

function changed(): void {
  apply();
  for (const listener of listeners) listener();
}

/** Keep the page in step with the system's theme and with other tabs. Called once, at start. */
export function watchPreferences(): void {
  apply();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    current = read();
    changed();
  });
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Not kept for the next visit; this page still follows it.
  }
  changed();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}
