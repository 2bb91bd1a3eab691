/** Statements: begin one, tick its rows off, sign it, reopen it. Ticks show at once and are told in the background. */
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { withTicks } from "@/features/reconciliation/ticking";
import { api, succeed, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";
import type { StatementChange, StatementDetail } from "@/shared/api/types";

export function statementQuery(statementId: string) {
  return queryOptions({
    queryKey: keys.statement(statementId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/reconciliations/{statement_id}", {
          params: { path: { statement_id: statementId } },
          signal,
        }),
      ),
  });
}

/** Statements newest first, of one account or of all. */
export function statementsQuery(accountId: string | null) {
  return infiniteQueryOptions({
    queryKey: [...keys.statements, "list", accountId],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = {
        ...(accountId === null ? {} : { account_id: accountId }),
        ...(pageParam === "" ? {} : { cursor: pageParam }),
      };
      return unwrap(api.GET("/api/reconciliations", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.pagination.next_cursor ?? undefined,
  });
}

export type StatementDraft = {
  account_id: string;
  closing_date: string;
  closing_balance: string;
  opening_date: string | null;
  opening_balance: string | null;
};

export function useBeginStatement() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: StatementDraft) => unwrap(api.POST("/api/reconciliations", { body: draft })),
    onSuccess: (statement) => settled(client, statement),
  });
}

type Ticks = { transactionIds: readonly string[]; isTicked: boolean };

export function useTick(statementId: string) {
  const client = useQueryClient();
  const key = keys.statement(statementId);
  return useMutation({
    // One after the other, so that two quick ticks of one row end as the person left it.
    scope: { id: `ticks-${statementId}` },
    mutationFn: ({ transactionIds, isTicked }: Ticks) =>
      unwrap(
        api.PUT("/api/reconciliations/{statement_id}/ticks", {
          params: { path: { statement_id: statementId } },
          body: { transaction_ids: [...transactionIds], ticked: isTicked },
        }),
      ),
    onMutate: async ({ transactionIds, isTicked }) => {
      await client.cancelQueries({ queryKey: key });
      const ids = new Set(transactionIds);
      client.setQueryData<StatementDetail>(key, (before) => before && withTicks(before, ids, isTicked));
    },
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useLock(statementId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (isAdjusted: boolean) =>
      unwrap(
        api.POST("/api/reconciliations/{statement_id}/lock", {
          params: { path: { statement_id: statementId } },
          body: { adjust: isAdjusted },
        }),
      ),
    onSuccess: (statement) => settled(client, statement),
  });
}

/** What had changed under a signature that was broken in this page; told once, when it is broken. */
export function reopenedQuery(statementId: string) {
  return queryOptions<readonly StatementChange[]>({
    queryKey: ["reopened", statementId],
    queryFn: () => [],
    staleTime: Number.POSITIVE_INFINITY,
    enabled: false,
    initialData: [],
  });
}

export function useReopen(statementId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/reconciliations/{statement_id}/reopen", {
          params: { path: { statement_id: statementId } },
        }),
      ),
    onSuccess: (statement) => {
      client.setQueryData(reopenedQuery(statementId).queryKey, statement.changes);
      return settled(client, statement);
    },
  });
}

export function useDiscard(statementId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      succeed(
        api.DELETE("/api/reconciliations/{statement_id}", {
          params: { path: { statement_id: statementId } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [...keys.statements, "list"] }),
  });
}

function settled(client: QueryClient, statement: StatementDetail) {
  client.setQueryData(keys.statement(statement.id), statement);
  const touched = [
    [...keys.statements, "list"],
    keys.health(statement.account_id),
    keys.balances(statement.account_id),
  ];
  return Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })));
}
