/** The filters of the transactions page as its address keeps them, and the row that is open. */
import type { SearchSchemaInput } from "@tanstack/react-router";
import * as z from "zod/mini";
import type { TransactionFilter } from "@/shared/api/keys";
import { ApiProblem } from "@/shared/api/problem";

// The router reads `?search=100` as a number.
const text = z.catch(
  z.optional(
    z.pipe(
      z.union([z.string(), z.number(), z.boolean()]),
      z.transform((value) => String(value)),
    ),
  ),
  undefined,
);
const day = z.catch(z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))), undefined);

const shape = z.object({
  account_id: text,
  from: day,
  to: day,
  category: text,
  merchant: text,
  search: text,
  without: text,
  least: text,
  most: text,
  pending: z.catch(z.optional(z.boolean()), undefined),
  currency: text,
  counts_as: z.catch(z.optional(z.enum(["income", "spending"])), undefined),
  open: text,
});

export type TransactionSearch = z.infer<typeof shape>;

/**
 * The address as it was typed or sent. The router would write what a stricter reader drops out of the address, and
 * nobody could be told of it any more.
 */
export function keepTransactionSearch(
  search: TransactionSearch & SearchSchemaInput,
): Partial<Record<keyof TransactionSearch, unknown>> {
  return search;
}

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

const WORDS: Record<string, string> = {
  account_id: "account",
  from: "first day",
  to: "last day",
  category: "category",
  merchant: "merchant",
  search: "words",
  without: "words to leave out",
  least: "least amount",
  most: "greatest amount",
  pending: "state",
  currency: "currency",
  counts_as: "sum",
};

export function wordFor(name: string): string {
  return WORDS[name] ?? `“${name}”`;
}

/** The parts of an address that are no filter of this page: they are left out, but not in silence. */
export function listMisread(address: Record<string, unknown>): string[] {
  const read = new Map(Object.entries(parseTransactionSearch(address)));
  return Object.entries(address)
    .filter(([name, value]) => value !== undefined && value !== "" && read.get(name) === undefined)
    .map(([name]) => name);
}

/** The filters that the server could not understand; empty when it failed for another reason. */
export function listRefused(error: unknown, search: TransactionSearch): (keyof TransactionSearch)[] {
  if (!(error instanceof ApiProblem) || (error.status !== 400 && error.status !== 422)) return [];
  const refused = new Set(error.fields.map(({ field }) => field.split(".").at(1)));
  return z.keyof(shape).options.filter((name) => refused.has(name) && search[name] !== undefined);
}
