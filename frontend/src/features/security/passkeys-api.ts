/** What the security centre does with passkeys. */
import { queryOptions } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import { makePasskey } from "@/shared/api/passkeys";

const STALE = [keys.security];

export const passkeysQuery = queryOptions({
  queryKey: keys.passkeys,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/security/passkeys", { signal }))).data,
});

export function useAddPasskey(name: string) {
  return useDeed(async (_: undefined) => {
    const { options } = await unwrap(api.POST("/api/security/passkeys/options"));
    const credential = await makePasskey(options);
    return unwrap(api.POST("/api/security/passkeys", { body: { name, credential } }));
  }, STALE);
}

const named = (passkey_id: string) => ({ params: { path: { passkey_id } } });

export function useRenamePasskey(passkey_id: string) {
  return useDeed(
    (name: string) =>
      unwrap(api.PATCH("/api/security/passkeys/{passkey_id}", { ...named(passkey_id), body: { name } })),
    STALE,
  );
}

export function useRemovePasskey(passkey_id: string) {
  return useDeed(
    (_: undefined) => succeed(api.DELETE("/api/security/passkeys/{passkey_id}", named(passkey_id))),
    STALE,
  );
}
