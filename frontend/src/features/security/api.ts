/** What the security centre reads and does. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

export const devicesQuery = queryOptions({
  queryKey: keys.devices,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/security/devices", { signal }))).data,
});

export const factorsQuery = queryOptions({
  queryKey: keys.factors,
  queryFn: ({ signal }) => unwrap(api.GET("/api/security/factors", { signal })),
});

export const activityQuery = infiniteQueryOptions({
  queryKey: keys.activity,
  initialPageParam: "",
  queryFn: ({ signal, pageParam }) => {
    const query = { limit: 20, ...(pageParam === "" ? {} : { cursor: pageParam }) };
    return unwrap(api.GET("/api/security/activity", { params: { query }, signal }));
  },
  getNextPageParam: (page) => page.pagination.next_cursor ?? undefined,
});

/** Whatever changed here, the record of it changed too. */
function useDeed<Input, Output>(act: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    // Not awaited: the fresh answer may take the caller off the page before it hears that it was done.
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.security }),
  });
}

export function useEndDevice() {
  return useDeed((device_id: string) =>
    succeed(api.DELETE("/api/security/devices/{device_id}", { params: { path: { device_id } } })),
  );
}

export function useEndOtherDevices() {
  return useDeed((_: undefined) => unwrap(api.POST("/api/security/devices/end-others")));
}

export function useChangePassword() {
  return useDeed((body: { current_password: string; new_password: string }) =>
    succeed(api.PUT("/api/security/password", { body })),
  );
}

export function useProve() {
  return useDeed((body: { password: string } | { code: string }) =>
    succeed(api.POST("/api/security/proof", { body })),
  );
}

export function useBeginTotp() {
  return useDeed((_: undefined) => unwrap(api.POST("/api/security/totp")));
}

export function useConfirmTotp() {
  return useDeed(
    async (code: string) => (await unwrap(api.POST("/api/security/totp/confirm", { body: { code } }))).codes,
  );
}

export function useRemoveTotp() {
  return useDeed((_: undefined) => succeed(api.DELETE("/api/security/totp")));
}

export function useRenewBackupCodes() {
  return useDeed(async (_: undefined) => (await unwrap(api.POST("/api/security/backup-codes"))).codes);
}
