/** Making a client: its name, what it may do, and for how long; then its secret, once. */
import { useState } from "react";
import { useMakeClient } from "@/features/clients/api";
import { secretOf } from "@/features/clients/parts/client-secret";
import { KeyForm, type KeyWish } from "@/shared/programs/key-form";
import { type Secret, SecretDialog } from "@/shared/programs/secret-dialog";

type NewClientDialogProps = { grantable: readonly string[]; isOpen: boolean; onClose: () => void };

export function NewClientDialog({ grantable, isOpen, onClose }: NewClientDialogProps) {
  return (
    <SecretDialog title="New client" isOpen={isOpen} onClose={onClose}>
      {(onMade) => <ClientMaker grantable={grantable} onMade={onMade} onCancel={onClose} />}
    </SecretDialog>
  );
}

const START: KeyWish = { name: "", permissions: ["accounts:read", "transactions:read"], days: 90 };

type ClientMakerProps = {
  grantable: readonly string[];
  onMade: (secret: Secret) => void;
  onCancel: () => void;
};

function ClientMaker({ onMade, ...rest }: ClientMakerProps) {
  const [wish, setWish] = useState(START);
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
