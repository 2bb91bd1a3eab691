/** What the security centre does with one's accounts at other issuers. */
import { queryOptions } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import { depart, type Provider } from "@/shared/api/travelling";

export const identitiesQuery = queryOptions({
  queryKey: keys.identities,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/security/identities", { signal }))).data,
});

/** Leave for a provider; the page it sends people back to links the account. */
export function useLinkIdentity({ name, label }: Provider) {
  return useDeed(async (_: undefined) => {
    const { authorization_url } = await unwrap(
      api.POST("/api/security/identities/{name}/start", { params: { path: { name } } }),
    );
    depart({ purpose: "link", label }, authorization_url);
  }, []);
}

export function useUnlinkIdentity(identity_id: string) {
  return useDeed(
    (_: undefined) =>
      succeed(api.DELETE("/api/security/identities/{identity_id}", { params: { path: { identity_id } } })),
    [keys.security],
  );
}
