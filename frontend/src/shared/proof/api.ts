/** How a person shows again who they are: what they can show, and the showing. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import { showPasskey } from "@/shared/api/passkeys";

export const factorsQuery = queryOptions({
  queryKey: keys.factors,
  queryFn: ({ signal }) => unwrap(api.GET("/api/security/factors", { signal })),
});

/** Whether a code of a second factor is asked for, and not the password. */
export function useNeedsCode(): boolean {
  const { data: factors } = useQuery(factorsQuery);
  return Boolean(factors?.totp_since || factors?.email_codes_since);
}

export function useProve() {
  return useDeed(
    (body: { password: string } | { code: string }) => succeed(api.POST("/api/security/proof", { body })),
    [keys.security],
  );
}

export function useProveByPasskey() {
  return useDeed(
    async (_: undefined) => succeed(api.POST("/api/security/proof/passkey", { body: await showPasskey() })),
    [keys.security],
  );
}

/** Have a code written to one's own address. */
export function useSendCode() {
  return useDeed((_: undefined) => succeed(api.POST("/api/security/proof/code")), []);
}
