/** The dialogs of a passkey: make one, give it another name. */
import { type FormEvent, type ReactNode, useState } from "react";
import { useAddPasskey, useRenamePasskey } from "@/features/security/passkeys-api";
import type { Passkey } from "@/shared/api/types";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Button } from "@/shared/ui/button";
import { DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { notify } from "@/shared/ui/toast";

const LONGEST = 80;

export function PasskeyMaker({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState("");
  const adding = useAddPasskey(name.trim());
  const proof = useWithProof(adding, () => {
    notify({ title: "The passkey signs you in from now on" });
    onDone();
  });
  return (
    <>
      <NameForm
        name={name}
        onName={setName}
        hint="So that you know it again: the device, or the key ring, that keeps it."
        error={proof.error}
        action={adding.isPending ? "Waiting for your device" : "Make passkey"}
        isPending={adding.isPending}
        onSubmit={proof.run}
        onCancel={onDone}
      />
      <ProofDialog proof={proof} />
    </>
  );
}

export function PasskeyNamer({ passkey, onDone }: { passkey: Passkey; onDone: () => void }) {
  const [name, setName] = useState(passkey.name);
  const renaming = useRenamePasskey(passkey.id);
  return (
    <NameForm
      name={name}
      onName={setName}
      error={renaming.error}
      action="Rename"
      isPending={renaming.isPending}
      onSubmit={() => renaming.mutate(name.trim(), { onSuccess: onDone })}
      onCancel={onDone}
    />
  );
}

type NameFormProps = {
  name: string;
  onName: (name: string) => void;
  hint?: string;
  error: Error | null;
  action: ReactNode;
  isPending: boolean;
  onSubmit: () => void;
  onCancel: () => void;
};

function NameForm({ name, onName, hint, error, action, isPending, onSubmit, onCancel }: NameFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onSubmit();
  };
  return (
    <form noValidate className="flex min-h-0 flex-col" onSubmit={submit}>
      <DialogBody className="flex flex-col gap-3">
        <TextField
          label="Name"
          placeholder="Phone"
          {...(hint && { hint })}
          maxLength={LONGEST}
          value={name}
          onChange={onName}
          autoFocus
        />
        <FormError error={error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onCancel}>Cancel</Button>
        <Button type="submit" kind="primary" isDisabled={name.trim() === ""} isPending={isPending}>
          {action}
        </Button>
      </DialogActions>
    </form>
  );
}
