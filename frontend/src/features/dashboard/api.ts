/** The dashboard's numbers, summed by the server. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

export function dashboardQuery(month: string) {
  return queryOptions({
    queryKey: [...keys.dashboard, month],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/insights/dashboard", { params: { query: { month } }, signal })),
  });
}
