/** Which part of administration its address shows, and whose drawer is open. */
import * as z from "zod/mini";

export const VIEWS = ["people", "record", "requests", "jobs"] as const;
export type View = (typeof VIEWS)[number];

const shape = z.object({
  view: z.catch(z.optional(z.enum(VIEWS)), undefined),
  person: z.catch(z.optional(z.uuid()), undefined),
});

export type AdministrationSearch = z.infer<typeof shape>;

/** Read the address; what does not parse is left out instead of failing the page. */
export function parseAdministrationSearch(search: Record<string, unknown>): AdministrationSearch {
  return z.parse(shape, search);
}
