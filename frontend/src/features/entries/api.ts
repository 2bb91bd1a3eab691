/** Typing in a transaction, and bringing a bank's file into an account. */
import { queryOptions } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import type { EntryGiven, ImportReading } from "@/shared/api/types";

const MOVED = [
  keys.transactions,
  keys.dashboard,
  keys.categories,
  keys.anyAccount,
  keys.anyBalances,
  keys.imports,
] as const;

export function useAddEntry() {
  return useDeed((entry: EntryGiven) => unwrap(api.POST("/api/transactions", { body: entry })), MOVED);
}

export function importsQuery(accountId: string) {
  return queryOptions({
    queryKey: keys.importsOf(accountId),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/api/accounts/{account_id}/imports", {
            params: { path: { account_id: accountId } },
            signal,
          }),
        )
      ).data,
  });
}

function of(importId: string) {
  return { params: { path: { import_id: importId } } };
}

export function importQuery(importId: string) {
  return queryOptions({
    queryKey: keys.import(importId),
    queryFn: ({ signal }) => unwrap(api.GET("/api/imports/{import_id}", { ...of(importId), signal })),
  });
}

type File = { file_name: string; content: string };

export function useDraft(accountId: string) {
  return useDeed(
    (file: File) =>
      unwrap(
        api.POST("/api/accounts/{account_id}/imports", {
          params: { path: { account_id: accountId } },
          body: file,
        }),
      ),
    [keys.importsOf(accountId)],
  );
}

export function useReread(importId: string) {
  return useDeed(
    (reading: ImportReading) =>
      unwrap(api.PUT("/api/imports/{import_id}/reading", { ...of(importId), body: reading })),
    [],
  );
}

export function useChooseAccount(importId: string) {
  return useDeed(
    (account: number) =>
      unwrap(api.PUT("/api/imports/{import_id}/account", { ...of(importId), body: { account } })),
    [],
  );
}

type Choice = {
  include: number[];
  leave_out: number[];
  reading: ImportReading | null;
  account: number | null;
};

export function useApply(importId: string) {
  return useDeed(
    (choice: Choice) => unwrap(api.POST("/api/imports/{import_id}/apply", { ...of(importId), body: choice })),
    MOVED,
  );
}

export function useUndoImport() {
  return useDeed(
    (importId: string) => unwrap(api.POST("/api/imports/{import_id}/undo", of(importId))),
    MOVED,
  );
}

export function useDiscard(accountId: string) {
  return useDeed(
    (importId: string) => succeed(api.DELETE("/api/imports/{import_id}", of(importId))),
    [keys.importsOf(accountId)],
  );
}
