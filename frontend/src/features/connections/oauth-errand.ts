/** What must survive while the whole page is away at a bank: the open link token, and the login it repairs. */
import { z } from "zod";

// A bank's app on a phone comes back in another tab: a session's storage would be empty there.
const KEY = "saldo.bank-errand";
const Errand = z.object({ token: z.string(), connectionId: z.string().nullable() });

export type Errand = z.infer<typeof Errand>;

export function keepErrand(errand: Errand): void {
  localStorage.setItem(KEY, JSON.stringify(errand));
}

export function forgetErrand(): void {
  localStorage.removeItem(KEY);
}

export function readErrand(): Errand | null {
  try {
    return Errand.parse(JSON.parse(localStorage.getItem(KEY) ?? ""));
  } catch {
    return null;
  }
}
