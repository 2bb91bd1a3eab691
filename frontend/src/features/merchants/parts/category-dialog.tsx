/** The category of a merchant: a lesson like any other, which the past follows at once. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useChooseCategory } from "@/features/merchants/api";
import { categoryChoicesQuery } from "@/shared/api/queries";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import type { Merchant } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { SearchableSelect } from "@/shared/ui/searchable-select";
import { notify } from "@/shared/ui/toast";

type CategoryDialogProps = { merchant: Merchant | null; onClose: () => void };

export function CategoryDialog({ merchant, onClose }: CategoryDialogProps) {
  return (
    <Dialog title="Category of the merchant" isOpen={merchant !== null} onClose={onClose}>
      {merchant === null ? null : <CategoryForm merchant={merchant} onDone={onClose} />}
    </Dialog>
  );
}

function CategoryForm({ merchant, onDone }: { merchant: Merchant; onDone: () => void }) {
  const before = merchant.lesson?.category_detailed ?? merchant.category_detailed ?? "";
  const [chosen, setChosen] = useState(before);
  const choices = useQuery(categoryChoicesQuery(before)).data ?? [];
  const choose = useChooseCategory();
  const takeBack = useTakeBack();
  const { key, name, direction } = merchant;

  function submit(event: FormEvent) {
    event.preventDefault();
    choose.mutate(
      { key, direction, category_detailed: chosen },
      {
        onSuccess: ({ changed, lesson, revision_id }) => {
          onDone();
          notify({
            title: `${name} is “${lesson.category_label}” from now on`,
            detail: changed === 1 ? "1 earlier transaction changed" : `${changed} earlier ones changed`,
            ...undoing(revision_id, takeBack.mutate),
          });
        },
      },
    );
  }

  return (
    <form onSubmit={submit} className="contents">
      <DialogBody className="flex flex-col gap-3">
        <SearchableSelect
          label={`Category of ${name}`}
          choices={choices}
          value={chosen}
          onChange={setChosen}
        />
        <p className="text-13 text-pretty text-ink-2">
          For {direction === "in" ? "money in" : "money out"}, in the past and from now on. What you chose for
          a single transaction stays.
        </p>
        <FormError error={choose.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onDone}>Cancel</Button>
        <Button type="submit" kind="primary" isDisabled={chosen === ""} isPending={choose.isPending}>
          Choose
        </Button>
      </DialogActions>
    </form>
  );
}
