/** Merging a category, or removing one in use: says what will move, and asks where to. */
import { type FormEvent, useState } from "react";
import { useRemoveCategory } from "@/features/categories/api";
import { type ChildRow, usageInWords } from "@/features/categories/tree";
import { categoryChoicesOf } from "@/shared/api/queries";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import type { Category, CategoryGroup } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { SearchableSelect } from "@/shared/ui/searchable-select";
import { notify } from "@/shared/ui/toast";

export type Leaving = { row: ChildRow; verb: "Merge" | "Remove" };

type ReplaceDialogProps = {
  leaving: Leaving | null;
  groups: readonly CategoryGroup[];
  onClose: () => void;
};

export function ReplaceDialog({ leaving, groups, onClose }: ReplaceDialogProps) {
  const title = leaving === null ? "" : `${leaving.verb} ${leaving.row.category.label}`;
  return (
    <Dialog title={title} isOpen={leaving !== null} onClose={onClose}>
      {leaving === null ? null : (
        <ReplaceForm category={leaving.row.category} groups={groups} verb={leaving.verb} onDone={onClose} />
      )}
    </Dialog>
  );
}

type ReplaceFormProps = {
  category: Category;
  groups: readonly CategoryGroup[];
  verb: Leaving["verb"];
  onDone: () => void;
};

function ReplaceForm({ category, groups, verb, onDone }: ReplaceFormProps) {
  const [into, setInto] = useState("");
  // As they were when the form appeared: counts go on changing behind it, and a new list would close the open one.
  const [choices] = useState(() => categoryChoicesOf(groups).filter(({ id }) => id !== category.detailed));
  const remove = useRemoveCategory();
  const takeBack = useTakeBack();

  function submit(event: FormEvent) {
    event.preventDefault();
    const heir = choices.find(({ id }) => id === into);
    if (heir === undefined) return;
    remove.mutate(
      { code: category.detailed, replacement: heir.id },
      {
        onSuccess: (moved) => {
          onDone();
          notify({
            title: `${category.label} is now ${heir.label}`,
            detail: `Moved: ${usageInWords({ ...moved, sums: [] })}`,
            ...undoing(moved.revision_id, takeBack.mutate),
          });
        },
      },
    );
  }

  return (
    <form onSubmit={submit} className="contents">
      <DialogBody className="flex flex-col gap-4">
        <p className="text-14 text-pretty">
          Filed under {category.label}: {category.usage === null ? "…" : usageInWords(category.usage)}. All of
          it goes to the category you choose here, and comes back if you undo it.
        </p>
        <SearchableSelect
          label={verb === "Merge" ? "Merge into" : "Takes its place"}
          choices={choices}
          value={into}
          onChange={setInto}
          isFocused
        />
        <FormError error={remove.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onDone}>Cancel</Button>
        <Button type="submit" kind="primary" isDisabled={into === ""} isPending={remove.isPending}>
          {verb}
        </Button>
      </DialogActions>
    </form>
  );
}
