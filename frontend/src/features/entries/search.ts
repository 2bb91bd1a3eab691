/** The address of the import page: which file is being looked at. */
export type ImportSearch = { draft?: string | undefined; sure?: boolean | undefined };

export function parseImportSearch(search: Record<string, unknown>): ImportSearch {
  const { draft, sure } = search;
  return {
    ...(typeof draft === "string" && /^[0-9a-f-]{36}$/.test(draft) ? { draft } : {}),
    ...(sure === false ? { sure } : {}),
  };
}
