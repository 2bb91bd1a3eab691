/** What the rules page reads and does: rules, what was learned, and what can be taken back. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import type { Rule, RuleDraft } from "@/shared/api/types";

export const rulesQuery = queryOptions({
  queryKey: keys.rules,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/rules", { signal }))).data,
});

export const revisionsQuery = infiniteQueryOptions({
  queryKey: keys.revisions,
  initialPageParam: "",
  queryFn: ({ signal, pageParam }) => {
    const query = { limit: 10, ...(pageParam === "" ? {} : { cursor: pageParam }) };
    return unwrap(api.GET("/api/revisions", { params: { query }, signal }));
  },
  getNextPageParam: (page) => page.pagination.next_cursor ?? undefined,
});

/** The merchants that a rule may speak of, the most frequent first. */
export const merchantChoicesQuery = queryOptions({
  queryKey: [...keys.merchants, "choices"],
  queryFn: async ({ signal }) => {
    const { data } = await unwrap(api.GET("/api/merchants", { params: { query: { limit: 100 } }, signal }));
    return [...new Map(data.map(({ key, name }) => [key, { id: key, label: name }])).values()];
  },
});

/** What a rule would do to the history, while it is being written. */
export function previewQuery(draft: RuleDraft | null) {
  return queryOptions({
    queryKey: ["rule-preview", draft],
    queryFn: ({ signal }) =>
      draft === null
        ? null
        : unwrap(api.POST("/api/rules/preview", { params: { query: { shown: 5 } }, body: draft, signal })),
    enabled: draft !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** What one stored rule, or all that are enabled, would do to the history as it is now. */
export function simulationQuery(rule: Rule | undefined) {
  const params = { query: { shown: 20 } };
  return queryOptions({
    queryKey: ["rule-simulation", rule?.id ?? "all"],
    queryFn: ({ signal }) =>
      rule === undefined
        ? unwrap(api.POST("/api/rules/simulate", { params, signal }))
        : unwrap(api.POST("/api/rules/preview", { params, body: draftOfRule(rule), signal })),
    staleTime: 0,
    gcTime: 0,
  });
}

function draftOfRule({ name, is_enabled, conditions, actions }: Rule): RuleDraft {
  return { name, is_enabled, conditions, actions };
}

const STALE = [keys.rules, keys.learning];

export function useSaveRule(ruleId: string | undefined) {
  return useDeed(
    (body: RuleDraft) =>
      ruleId === undefined
        ? unwrap(api.POST("/api/rules", { body }))
        : unwrap(api.PUT("/api/rules/{rule_id}", { params: { path: { rule_id: ruleId } }, body })),
    STALE,
  );
}

export function useDeleteRule() {
  return useDeed(
    (ruleId: string) =>
      succeed(api.DELETE("/api/rules/{rule_id}", { params: { path: { rule_id: ruleId } } })),
    STALE,
  );
}

export function useOrderRules() {
  return useDeed(
    (ruleIds: string[]) => unwrap(api.PUT("/api/rules/order", { body: { rule_ids: ruleIds } })),
    STALE,
  );
}

/** Lets the history follow one rule, or all of them. */
export function useApplyRules() {
  return useDeed(
    (ruleId: string | undefined) =>
      ruleId === undefined
        ? unwrap(api.POST("/api/rules/apply"))
        : unwrap(api.POST("/api/rules/{rule_id}/apply", { params: { path: { rule_id: ruleId } } })),
    STALE,
  );
}

export function useForgetLesson() {
  return useDeed(
    (lessonId: string) =>
      succeed(api.DELETE("/api/ml/memory/{lesson_id}", { params: { path: { lesson_id: lessonId } } })),
    STALE,
  );
}
