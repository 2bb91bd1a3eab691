/** What administrators of the installation read and do. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";

const LIMIT = 50;
const LOOK_MS = 3_000;

type Paged = { pagination: { next_cursor: string | null } };

const nextOf = (page: Paged) => page.pagination.next_cursor ?? undefined;
/** What is not asked for is left out of the address. */
const given = <Value extends string>(name: string, value: Value) => (value === "" ? {} : { [name]: value });

export function peopleQuery(search: string, deleted: boolean) {
  return infiniteQueryOptions({
    queryKey: keys.people(search, deleted),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = { deleted, limit: LIMIT, ...given("search", search), ...given("cursor", pageParam) };
      return unwrap(api.GET("/api/admin/users", { params: { query }, signal }));
    },
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  });
}

export function personQuery(user_id: string) {
  return queryOptions({
    queryKey: keys.person(user_id),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/admin/users/{user_id}", { params: { path: { user_id } }, signal })),
  });
}

export function personSessionsQuery(user_id: string) {
  return queryOptions({
    queryKey: keys.personSessions(user_id),
    queryFn: async ({ signal }) => {
      const params = { path: { user_id } };
      return (await unwrap(api.GET("/api/admin/users/{user_id}/sessions", { params, signal }))).data;
    },
  });
}

export function recordQuery(action: string) {
  return infiniteQueryOptions({
    queryKey: keys.record(action),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: LIMIT, ...given("action", action), ...given("cursor", pageParam) };
      return unwrap(api.GET("/api/admin/audit", { params: { query }, signal }));
    },
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  });
}

export function requestsQuery(user_id: string) {
  return infiniteQueryOptions({
    queryKey: keys.requests(user_id),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: LIMIT, ...given("user_id", user_id), ...given("cursor", pageParam) };
      return unwrap(api.GET("/api/admin/requests", { params: { query }, signal }));
    },
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  });
}

export const jobsQuery = queryOptions({
  queryKey: keys.jobs,
  queryFn: ({ signal }) => unwrap(api.GET("/api/admin/jobs", { signal })),
  refetchInterval: LOOK_MS,
});

export const erasuresQuery = queryOptions({
  queryKey: keys.erasures,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/admin/erasures", { signal }))).data,
  refetchInterval: LOOK_MS,
});

const STALE = [keys.administration];

export function useDeletePerson(user_id: string) {
  return useDeed(
    (_: undefined) => succeed(api.DELETE("/api/admin/users/{user_id}", { params: { path: { user_id } } })),
    STALE,
  );
}

export function useRestorePerson(user_id: string) {
  return useDeed(
    (_: undefined) =>
      succeed(api.POST("/api/admin/users/{user_id}/restore", { params: { path: { user_id } } })),
    STALE,
  );
}

export function useSignOutPerson(user_id: string) {
  return useDeed(
    (_: undefined) =>
      unwrap(api.DELETE("/api/admin/users/{user_id}/sessions", { params: { path: { user_id } } })),
    STALE,
  );
}
