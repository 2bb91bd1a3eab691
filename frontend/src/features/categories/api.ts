/** What the categories page reads and does. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import type { CategoryIconName } from "@/shared/api/types";

/** The tree with what is filed under each category. */
export const countedCategoriesQuery = queryOptions({
  queryKey: keys.categoryCounts,
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/categories", { params: { query: { counts: true } }, signal }))).data,
});

const STALE = [keys.categories, keys.transactions, keys.dashboard, keys.learning, keys.rules, keys.merchants];

export type Look = {
  name?: string | null;
  color?: number | null;
  icon?: CategoryIconName | null;
  is_hidden?: boolean;
  /** Only an own category moves. */
  primary?: string;
};

export function useAddCategory() {
  return useDeed(
    (body: { primary: string; name: string; color: number | null; icon: CategoryIconName | null }) =>
      unwrap(api.POST("/api/categories", { body })),
    STALE,
  );
}

/** What is not said stays as it is. */
export function useChangeCategory() {
  return useDeed(
    ({ code, look }: { code: string; look: Look }) =>
      unwrap(api.PATCH("/api/categories/{code}", { params: { path: { code } }, body: look })),
    STALE,
  );
}

/** Lets one take another's place; without a replacement only what nobody uses goes. */
export function useRemoveCategory() {
  return useDeed(
    ({ code, replacement }: { code: string; replacement?: string }) =>
      unwrap(
        api.DELETE("/api/categories/{code}", {
          params: { path: { code }, query: replacement === undefined ? {} : { replacement } },
        }),
      ),
    STALE,
  );
}
