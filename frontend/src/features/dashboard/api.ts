/** The dashboard's numbers, summed by the server. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

/** What comes unasked: enough for the shorter periods, and quick to add up. */
export const USUAL_DAYS = 90;

/** The most that the server adds up. */
export const LONGEST_DAYS = 730;

export function dashboardQuery(month: string, days: number = USUAL_DAYS) {
  return queryOptions({
    queryKey: [...keys.dashboard, month, days],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/insights/dashboard", { params: { query: { month, days } }, signal })),
  });
}
