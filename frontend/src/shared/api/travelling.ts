/** Journeys to other issuers and back: to sign in there, or to link an account of theirs with one's own. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

const KEY = "saldo.journey";
const journeyShape = z.object({
  purpose: z.enum(["sign-in", "link"]),
  label: z.string(),
  next: z.optional(z.string()),
});
export type Journey = z.infer<typeof journeyShape>;
export type Provider = { name: string; label: string };

export const providersQuery = queryOptions({
  queryKey: keys.providers,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/auth/external", { signal }))).data,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Leave for a provider; the tab remembers why until it is back. */
export function depart(journey: Journey, address: string): void {
  sessionStorage.setItem(KEY, JSON.stringify(journey));
  window.location.assign(address);
}

/** Why this tab was away; a tab that remembers nothing was on its way in. */
export function recallJourney(): Journey {
  const fallback: Journey = { purpose: "sign-in", label: "the sign-in service" };
  try {
    return z.parse(journeyShape, JSON.parse(sessionStorage.getItem(KEY) ?? ""));
  } catch {
    return fallback;
  }
}
