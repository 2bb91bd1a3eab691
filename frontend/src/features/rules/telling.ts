/** What happened after rules or lessons were applied, with the way back. */
import { undoing } from "@/shared/api/revisions";
import { formatCounted } from "@/shared/lib/figures";
import { notify } from "@/shared/ui/toast";

type Done = { changed: number; revision_id: string | null };

export function tellApplied(what: string, { changed, revision_id }: Done, takeBack: (id: string) => void) {
  const rows = `${formatCounted(changed, "transaction")} changed`;
  notify({
    title: `${what}: ${revision_id === null ? "nothing to change" : rows}`,
    ...undoing(revision_id, takeBack),
  });
}
