/** What the security centre reads and does. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import { bodyOf, type KeyWish } from "@/shared/programs/key-form";

export const devicesQuery = queryOptions({
  queryKey: keys.devices,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/security/devices", { signal }))).data,
});

/** One's own deeds, newest first; `kinds` are first words of actions, none for all. */
export function activityQuery(kinds: readonly string[]) {
  return infiniteQueryOptions({
    queryKey: [...keys.activity, kinds],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: 20, kind: [...kinds], ...(pageParam === "" ? {} : { cursor: pageParam }) };
      return unwrap(api.GET("/api/audit/mine", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.pagination.next_cursor ?? undefined,
  });
}

/** Whatever changed here, the record of it changed too. */
const STALE = [keys.security];

export function useEndDevice() {
  return useDeed(
    (device_id: string) =>
      succeed(api.DELETE("/api/security/devices/{device_id}", { params: { path: { device_id } } })),
    STALE,
  );
}

export function useEndOtherDevices() {
  return useDeed((_: undefined) => unwrap(api.POST("/api/security/devices/end-others")), STALE);
}

export function useChangePassword() {
  return useDeed(
    (body: { current_password: string; new_password: string }) =>
      succeed(api.PUT("/api/security/password", { body })),
    STALE,
  );
}

export function useBeginTotp() {
  return useDeed((_: undefined) => unwrap(api.POST("/api/security/totp")), STALE);
}

export function useConfirmTotp() {
  return useDeed(
    async (code: string) => (await unwrap(api.POST("/api/security/totp/confirm", { body: { code } }))).codes,
    STALE,
  );
}

export function useRemoveTotp() {
  return useDeed((_: undefined) => succeed(api.DELETE("/api/security/totp")), STALE);
}

export function useRenewBackupCodes() {
  return useDeed(async (_: undefined) => (await unwrap(api.POST("/api/security/backup-codes"))).codes, STALE);
}

export function useSwitchEmailCodes(on: boolean) {
  return useDeed(
    (_: undefined) =>
      succeed(on ? api.PUT("/api/security/email-codes") : api.DELETE("/api/security/email-codes")),
    STALE,
  );
}

/** Have a link written to oneself that lets one choose a password. */
export function useAskForPassword(email: string) {
  return useDeed(
    (_: undefined) => succeed(api.POST("/api/auth/forgotten-password", { body: { email } })),
    [],
  );
}

export const tokensQuery = queryOptions({
  queryKey: keys.tokens,
  queryFn: ({ signal }) => unwrap(api.GET("/api/tokens", { signal })),
});

export function useMakeToken(wish: KeyWish) {
  return useDeed((_: undefined) => unwrap(api.POST("/api/tokens", { body: bodyOf(wish) })), STALE);
}

export function useRevokeToken() {
  return useDeed(
    (token_id: string) => succeed(api.DELETE("/api/tokens/{token_id}", { params: { path: { token_id } } })),
    STALE,
  );
}

const EXPORT_LOOK_MS = 1_000;

export const exportsQuery = queryOptions({
  queryKey: keys.exports,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/privacy/exports", { signal }))).data,
  refetchInterval: ({ state }) =>
    state.data?.some(({ status }) => status === "waiting" || status === "running") ? EXPORT_LOOK_MS : false,
});

export function useRequestExport() {
  return useDeed((_: undefined) => unwrap(api.POST("/api/privacy/exports")), STALE);
}

export function useFetchArchive(export_id: string) {
  return useDeed(
    (_: undefined) =>
      unwrap(
        api.GET("/api/privacy/exports/{export_id}/archive", {
          params: { path: { export_id } },
          parseAs: "blob",
        }),
      ),
    STALE,
  );
}

export function useEraseMe() {
  return useDeed((_: undefined) => unwrap(api.DELETE("/api/privacy/me")), STALE);
}
