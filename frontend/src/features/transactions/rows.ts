/** The loaded pages of one list, and how they are read again: only what is in view, however deep a person has gone. */
import { infiniteQueryOptions, type QueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys, type TransactionFilter } from "@/shared/api/keys";
import type { Transaction } from "@/shared/api/types";

const PAGE_ROWS = 100;

/** A row's place in the list; the server sorts by day, then id, newest first. */
type Place = { date: string; id: string };

export type RowPage = {
  cursor: string;
  rows: readonly Transaction[];
  next: string | null;
  /** Where the page ends, for good: the next page begins behind it. Null while it is the last. */
  end: Place | null;
  /** Read before the latest news. */
  isBehind: boolean;
};

/** The cursors of the pages a person can see. The list writes it, reading again reads it. */
export type View = { current: ReadonlySet<string> };

export function rowsQuery(filter: TransactionFilter, view: View) {
  const queryKey = keys.transactionList(filter, PAGE_ROWS);
  const read = async (cursor: string, signal: AbortSignal) => {
    const query = { ...filter, limit: PAGE_ROWS, ...(cursor === "" ? {} : { cursor }) };
    return unwrap(api.GET("/api/transactions", { params: { query }, signal }));
  };
  return infiniteQueryOptions({
    queryKey,
    initialPageParam: "",
    queryFn: ({ client, pageParam, signal }) => {
      const known = knownPage(client, queryKey, pageParam);
      const isInView = pageParam === "" || view.current.has(pageParam);
      // Three thousand rows deep, thirty requests for each event would help nobody: the rest waits until it is seen.
      if (known !== undefined && !isInView) return { ...known, isBehind: true };
      return readPage(pageParam, known, (cursor) => read(cursor, signal));
    },
    getNextPageParam: (page: RowPage) => page.next ?? undefined,
  });
}

function knownPage(client: QueryClient, queryKey: readonly unknown[], cursor: string): RowPage | undefined {
  const data = client.getQueryData<{ pages: RowPage[] }>(queryKey);
  return data?.pages.find((page) => page.cursor === cursor);
}

type Answer = { data: Transaction[]; pagination: { next_cursor: string | null } };
type Read = (cursor: string) => Promise<Answer>;

function readPage(cursor: string, known: RowPage | undefined, read: Read): Promise<RowPage> {
  return known === undefined || known.end === null
    ? readNewPage(cursor, read)
    : readUpTo(known.end, known, read);
}

async function readNewPage(cursor: string, read: Read): Promise<RowPage> {
  const { data: rows, pagination } = await read(cursor);
  const next = pagination.next_cursor;
  return { cursor, rows, next, end: next === null ? null : placeOf(rows.at(-1)), isBehind: false };
}

/** Rows that came in between make a page longer, and never shift the page behind it. */
async function readUpTo(end: Place, known: RowPage, read: Read): Promise<RowPage> {
  const rows: Transaction[] = [];
  let more: string | null = known.cursor;
  do {
    const answer: Answer = await read(more);
    rows.push(...answer.data);
    more = answer.pagination.next_cursor;
  } while (more !== null && endsBefore(rows, end));
  const inside = rows.filter((row) => !isBefore(end, row));
  // Nothing behind the end any more: the pages that were there are gone.
  const isLast = more === null && inside.length === rows.length;
  const rest = isLast ? { next: null, end: null } : {};
  return { ...known, rows: inside, isBehind: false, ...rest };
}

function endsBefore(rows: readonly Transaction[], end: Place): boolean {
  const last = rows.at(-1);
  return last !== undefined && isBefore(last, end);
}

function placeOf(row: Transaction | undefined): Place | null {
  return row === undefined ? null : { date: row.date, id: row.id };
}

/** Whether one place comes earlier in the list, that is: is newer. */
function isBefore(one: Place, other: Place): boolean {
  return one.date === other.date ? one.id > other.id : one.date > other.date;
}

export type LoadedRow = { transaction: Transaction; cursor: string };

/** Every row once. One that moved between pages counts where it was read last. */
export function loadedRows(pages: readonly RowPage[]): LoadedRow[] {
  const fresh = new Set(
    pages.filter((page) => !page.isBehind).flatMap(({ rows }) => rows.map(({ id }) => id)),
  );
  const seen = new Set<string>();
  return pages.flatMap(({ rows, cursor, isBehind }) =>
    rows.flatMap((transaction) => {
      const { id } = transaction;
      if (seen.has(id) || (isBehind && fresh.has(id))) return [];
      seen.add(id);
      return [{ transaction, cursor }];
    }),
  );
}
