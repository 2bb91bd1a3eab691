/** How ledger and bank of an account compare, day by day and now; several features show it. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";
import type { AccountStanding } from "@/shared/api/types";
import { daysAgo } from "@/shared/lib/dates";

/** An account's two lines over the last days. */
export function balancesQuery(accountId: string, days: number) {
  return queryOptions({
    queryKey: [...keys.balances(accountId), days],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/accounts/{account_id}/balances", {
          params: { path: { account_id: accountId }, query: { from: daysAgo(days) } },
          signal,
        }),
      ),
  });
}

/** A comparison in short; one that was made just now does not say when it was stored. */
export type Standing = Pick<AccountStanding, "status" | "difference" | "off_since" | "currency"> &
  Partial<Pick<AccountStanding, "checked_at">>;

/** All accounts in one answer: badges are everywhere, and each would ask for itself. */
export const standingsQuery = queryOptions({
  queryKey: keys.standings,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/accounts/standings", { signal }))).data,
});

/** One account's standing; null while the server has not named the account. */
export function standingQuery(accountId: string) {
  return queryOptions({
    ...standingsQuery,
    select: (standings) => standings.find(({ account_id }) => account_id === accountId) ?? null,
  });
}
