/** The filters of the transactions page as its address keeps them. */
import * as z from "zod/mini";

const text = z.catch(z.optional(z.string()), undefined);

const shape = z.object({
  account_id: text,
  from: text,
  to: text,
  category: text,
  merchant: text,
  search: text,
  pending: z.catch(z.optional(z.boolean()), undefined),
});

export type TransactionSearch = z.infer<typeof shape>;

/** Read the address; what does not parse is left out instead of failing the page. */
export function parseTransactionSearch(search: Record<string, unknown>): TransactionSearch {
  return z.parse(shape, search);
}
