/** Making a client: its name, what it may do, and for how long; then its secret, once. */
import { useState } from "react";
import { useMakeClient } from "@/features/clients/api";
import { secretOf } from "@/features/clients/parts/client-secret";
import type { ProgramRight } from "@/shared/api/types";
import { KeyForm, NO_WISH } from "@/shared/programs/key-form";
import { type Secret, SecretDialog } from "@/shared/programs/secret-dialog";

type NewClientDialogProps = { rights: readonly ProgramRight[]; isOpen: boolean; onClose: () => void };

export function NewClientDialog({ rights, isOpen, onClose }: NewClientDialogProps) {
  return (
    <SecretDialog title="New client" isOpen={isOpen} onClose={onClose}>
      {(onMade) => <ClientMaker rights={rights} onMade={onMade} onCancel={onClose} />}
    </SecretDialog>
  );
}

type ClientMakerProps = {
  rights: readonly ProgramRight[];
  onMade: (secret: Secret) => void;
  onCancel: () => void;
};

function ClientMaker({ onMade, ...rest }: ClientMakerProps) {
  const [wish, setWish] = useState(NO_WISH);
  const make = useMakeClient(wish);
  return (
    <KeyForm
      kind="client"
      placeholder="House automation"
      wish={wish}
      onChange={setWish}
      make={make}
      onMade={(made) => onMade(secretOf(made))}
      {...rest}
    />
  );
}
