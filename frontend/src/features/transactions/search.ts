/** The filters of the transactions page as its address keeps them, and the row that is open. */
import * as z from "zod/mini";
import type { TransactionFilter } from "@/shared/api/keys";

const text = z.catch(z.optional(z.string()), undefined);
const day = z.catch(z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))), undefined);

const shape = z.object({
  account_id: text,
  from: day,
  to: day,
  category: text,
  merchant: text,
  search: text,
  pending: z.catch(z.optional(z.boolean()), undefined),
  open: text,
});

export type TransactionSearch = z.infer<typeof shape>;

/** Read the address; what does not parse is left out instead of failing the page. */
export function parseTransactionSearch(search: Record<string, unknown>): TransactionSearch {
  return z.parse(shape, search);
}

export function filterOf({ open: _open, ...filter }: TransactionSearch): TransactionFilter {
  return filter;
}

export function countFilters(search: TransactionSearch): number {
  return Object.values(filterOf(search)).filter((value) => value !== undefined && value !== "").length;
}
