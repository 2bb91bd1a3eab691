/** What the profile page changes. */
import { useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import type { ProfileChange } from "@/shared/api/types";

export function useChangeProfile() {
  const client = useQueryClient();
  return useDeed(
    async (body: ProfileChange) => {
      const profile = await unwrap(api.PATCH("/api/profile", { body }));
      client.setQueryData(keys.profile, profile);
      return profile;
    },
    [keys.me, keys.activity],
  );
}

/** Have a link written to a new address; following it makes the change. */
export function useAskForAddress(email: string) {
  return useDeed(
    async (_: undefined) => (await unwrap(api.PUT("/api/security/address", { body: { email } }))).waiting_for,
    [keys.activity],
  );
}
