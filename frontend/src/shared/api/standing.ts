/** How ledger and bank of an account compare, day by day and today; several features show it. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";
import type { AccountBalances } from "@/shared/api/types";
import { daysAgo } from "@/shared/lib/dates";

/** An account's two lines over the last days, and how they compare now. */
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

export type Standing = Pick<AccountBalances, "status" | "difference" | "off_since" | "currency">;
type Checked = Standing & Pick<AccountBalances, "checked_at">;

/** The comparison alone: the shortest span that carries it. */
export function standingQuery(accountId: string) {
  return queryOptions({ ...balancesQuery(accountId, 1), select: (balances): Checked => balances });
}
