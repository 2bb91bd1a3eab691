/** What the address of a reconcile page keeps: the mode, and the balance a person has stated. */
import * as z from "zod/mini";

const shape = z.object({
  with: z.catch(z.optional(z.enum(["statement"])), undefined),
  bank: z.catch(z.optional(z.string().check(z.regex(/^-?\d+(\.\d+)?$/))), undefined),
});

export type ReconcileSearch = z.infer<typeof shape>;

export function parseReconcileSearch(search: Record<string, unknown>): ReconcileSearch {
  // The router reads a bare number as one; an amount is text.
  const bank = typeof search.bank === "number" ? String(search.bank) : search.bank;
  return z.parse(shape, { ...search, bank });
}
