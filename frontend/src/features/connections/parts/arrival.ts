/** How far a newly linked bank has come: five steps, told from what the server knows of it. */
import type { SyncProgress } from "@/features/connections/api";
import type { Connection } from "@/shared/api/types";
import { formatCount, formatCounted } from "@/shared/lib/figures";

export type StepState = "done" | "active" | "waiting";
export type Step = { id: string; label: string; note: string | null; state: StepState; share: number | null };

export function hasArrived({ history, counts }: Connection): boolean {
  return history === "complete" && counts.categorised >= counts.transactions;
}

export function arrivalSteps(connection: Connection, progress: SyncProgress | null): Step[] {
  const categories = categoryStep(connection);
  return [
    { id: "connected", label: "Connected", note: connection.institution_name, state: "done", share: null },
    accountStep(connection.counts.accounts),
    historyStep(connection, progress?.transactions ?? 0),
    categories,
    {
      id: "done",
      label: "Done",
      note: null,
      state: categories.state === "done" ? "done" : "waiting",
      share: null,
    },
  ];
}

function accountStep(accounts: number): Step {
  const base = { id: "accounts", note: null, share: null };
  if (accounts === 0) return { ...base, label: "Finding your accounts", state: "active" };
  return { ...base, label: `${formatCounted(accounts, "account")} found`, state: "done" };
}

function historyStep({ counts, history }: Connection, fetched: number): Step {
  const isDone = history === "complete";
  return {
    id: "history",
    label: isDone ? "History is here" : "History arriving",
    note: historyNote(history, Math.max(counts.transactions, fetched)),
    state: isDone ? "done" : "active",
    share: null,
  };
}

function categoryStep(connection: Connection): Step {
  const { categorised, transactions } = connection.counts;
  const isDone = hasArrived(connection);
  // What is here may all have its category while the bank still sends older rows: no "210 of 210" that goes on and on.
  const isAhead = !isDone && transactions > 0 && categorised >= transactions;
  const counted = `${formatCount(categorised)} of ${formatCount(transactions)}`;
  return {
    id: "categories",
    label: isDone ? "Categorised" : "Categorising",
    note:
      transactions === 0 ? null : isAhead ? `${formatCount(categorised)} so far; older ones follow` : counted,
    state: categoryState(isDone, transactions),
    share: transactions === 0 || isAhead ? null : categorised / transactions,
  };
}

function categoryState(categorised: boolean, transactions: number): StepState {
  if (categorised) return "done";
  return transactions > 0 ? "active" : "waiting";
}

function historyNote(history: Connection["history"], rows: number): string {
  if (history === "not_ready" && rows === 0) return "Waiting for the bank to prepare it";
  const counted = formatCounted(rows, "transaction");
  if (history === "complete") return counted;
  return history === "initial" ? `${counted} so far; the bank is sending older ones` : `${counted} so far`;
}
