/** Another name for a merchant, in the past and from now on. */
import { type FormEvent, useState } from "react";
import { useRename } from "@/features/merchants/api";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import type { Merchant } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { notify } from "@/shared/ui/toast";

type RenameDialogProps = { merchant: Merchant | null; onClose: () => void };

export function RenameDialog({ merchant, onClose }: RenameDialogProps) {
  return (
    <Dialog title="Rename the merchant" isOpen={merchant !== null} onClose={onClose}>
      {merchant === null ? null : <RenameForm merchant={merchant} onDone={onClose} />}
    </Dialog>
  );
}

function RenameForm({ merchant, onDone }: { merchant: Merchant; onDone: () => void }) {
  const [name, setName] = useState(merchant.name);
  const rename = useRename();
  const takeBack = useTakeBack();
  const wanted = name.trim();

  function submit(event: FormEvent) {
    event.preventDefault();
    rename.mutate(
      { key: merchant.key, name: wanted },
      {
        onSuccess: ({ changed, revision_id }) => {
          onDone();
          notify({
            title: `${formatCounted(changed, "transaction")} renamed to ${wanted}`,
            ...undoing(revision_id, takeBack.mutate),
          });
        },
      },
    );
  }

  return (
    <form onSubmit={submit} className="contents">
      <DialogBody className="flex flex-col gap-3">
        <TextField label="Name" value={name} onChange={setName} maxLength={100} autoFocus />
        <p className="text-13 text-ink-2">All of its transactions get this name, and those that come.</p>
        <FormError error={rename.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onDone}>Cancel</Button>
        <Button type="submit" kind="primary" isDisabled={wanted === ""} isPending={rename.isPending}>
          Rename
        </Button>
      </DialogActions>
    </form>
  );
}
