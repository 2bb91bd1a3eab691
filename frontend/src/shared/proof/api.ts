/** How a person shows again who they are: what they can show, and the showing. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";

export const factorsQuery = queryOptions({
  queryKey: keys.factors,
  queryFn: ({ signal }) => unwrap(api.GET("/api/security/factors", { signal })),
});

/** Whether a code of the authenticator app is asked for, and not the password. */
export function useNeedsCode(): boolean {
  return Boolean(useQuery(factorsQuery).data?.totp_since);
}

export function useProve() {
  return useDeed(
    (body: { password: string } | { code: string }) => succeed(api.POST("/api/security/proof", { body })),
    [keys.security],
  );
}
