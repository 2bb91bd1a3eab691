/** Which rows of a file are to be added: new ones unless left out, duplicates only when asked for. */
import type { ImportRow } from "@/shared/api/types";

export type View = "all" | "new" | "there";
/** The lines on which a person decided otherwise than proposed. */
export type Turned = ReadonlySet<number>;

export function isWanted(row: ImportRow, turned: Turned): boolean {
  return (row.duplicate_of === null) !== turned.has(row.line);
}

export function turn(turned: Turned, line: number): Turned {
  const next = new Set(turned);
  if (!next.delete(line)) next.add(line);
  return next;
}

export function choiceOf(rows: readonly ImportRow[], turned: Turned) {
  const decided = rows.filter(({ line }) => turned.has(line));
  return {
    include: decided.filter((row) => row.duplicate_of !== null).map(({ line }) => line),
    leave_out: decided.filter((row) => row.duplicate_of === null).map(({ line }) => line),
  };
}

export function seen(rows: readonly ImportRow[], view: View): readonly ImportRow[] {
  if (view === "all") return rows;
  return rows.filter((row) => (row.duplicate_of === null) === (view === "new"));
}
