/** Making several merchants one: appears when two are ticked, and says which name stays. */
import { useMerge } from "@/features/merchants/api";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import type { Merchant } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { notify } from "@/shared/ui/toast";

type MergeBarProps = { chosen: readonly Merchant[]; onDone: () => void };

export function MergeBar({ chosen, onDone }: MergeBarProps) {
  const merge = useMerge();
  const takeBack = useTakeBack();
  const [into, ...others] = chosen;
  if (into === undefined) return null;
  if (others.length === 0) {
    return <p className="text-13 text-ink-2">Tick another one to make the two into one.</p>;
  }
  const press = () =>
    merge.mutate(
      { keys: others.map(({ key }) => key), into: into.key },
      {
        onSuccess: ({ changed, revision_id }) => {
          onDone();
          notify({
            title: changed === 1 ? `1 transaction is now ${into.name}` : `${changed} are now ${into.name}`,
            ...undoing(revision_id, takeBack.mutate),
          });
        },
        onError: (error) => notify({ title: "They were not merged", detail: error.message }),
      },
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button kind="primary" size="small" isPending={merge.isPending} onPress={press}>
        Merge {chosen.length} into “{into.name}”
      </Button>
      <Button size="small" kind="quiet" onPress={onDone}>
        Cancel
      </Button>
    </div>
  );
}
