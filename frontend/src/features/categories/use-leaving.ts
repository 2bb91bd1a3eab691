/** How a category goes: hidden or removed at once where nothing hangs on it, else asked where that shall go. */
import { useState } from "react";
import { useChangeCategory, useRemoveCategory } from "@/features/categories/api";
import type { Leaving } from "@/features/categories/parts/replace-dialog";
import { isUsed, type TreeRow } from "@/features/categories/tree";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import { notify } from "@/shared/ui/toast";

export function useLeaving() {
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const change = useChangeCategory();
  const drop = useRemoveCategory();
  const takeBack = useTakeBack();
  const refuse = (error: Error) => notify({ title: "That did not work", detail: error.message });

  function hide(code: string, label: string, isHidden: boolean) {
    const show = () => hide(code, label, !isHidden);
    const title = isHidden ? `${label} is not offered any more` : `${label} is offered again`;
    change.mutate(
      { code, look: { is_hidden: isHidden } },
      { onSuccess: () => notify({ title, action: { label: "Undo", run: show } }), onError: refuse },
    );
  }

  function remove(row: TreeRow) {
    if (row.kind === "group") return;
    const { detailed, label, is_own, is_hidden, usage } = row.category;
    if (!is_own) return hide(detailed, label, !is_hidden);
    if (isUsed(usage)) return setLeaving({ row, verb: "Remove" });
    drop.mutate(
      { code: detailed },
      {
        onSuccess: ({ revision_id }) =>
          notify({ title: `${label} was removed`, ...undoing(revision_id, takeBack.mutate) }),
        onError: refuse,
      },
    );
  }

  function merge(row: TreeRow) {
    if (row.kind === "child" && row.category.is_own) setLeaving({ row, verb: "Merge" });
  }

  return { leaving, stay: () => setLeaving(null), remove, merge };
}
