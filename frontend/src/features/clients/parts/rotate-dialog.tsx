/** Another secret for a client: the one before stops working at once. */
import { useState } from "react";
import { useRotateClient } from "@/features/clients/api";
import { secretOf } from "@/features/clients/parts/client-secret";
import type { ClientShown } from "@/shared/api/types";
import { Lifetime } from "@/shared/programs/lifetime";
import { type Secret, SecretDialog } from "@/shared/programs/secret-dialog";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Button } from "@/shared/ui/button";
import { DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";

type RotateDialogProps = { client: ClientShown | null; onClose: () => void };

export function RotateDialog({ client, onClose }: RotateDialogProps) {
  return (
    <SecretDialog title={`New secret for ${client?.name}`} isOpen={client !== null} onClose={onClose}>
      {(onMade) => (client === null ? null : <Rotator client={client} onMade={onMade} onCancel={onClose} />)}
    </SecretDialog>
  );
}

type RotatorProps = { client: ClientShown; onMade: (secret: Secret) => void; onCancel: () => void };

function Rotator({ client, onMade, onCancel }: RotatorProps) {
  const [days, setDays] = useState(90);
  const rotate = useRotateClient(client.id, days);
  const proof = useWithProof(rotate, (made) => onMade(secretOf(made)));
  return (
    <>
      <DialogBody className="flex flex-col gap-4">
        <p className="text-pretty">
          The program keeps its id and what it may do. The secret it has now is refused from the next request
          on, so have the program at hand.
        </p>
        <Lifetime days={days} onChange={setDays} />
        <FormError error={proof.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onCancel}>Cancel</Button>
        <Button kind="primary" isPending={rotate.isPending} onPress={proof.run}>
          Make a new secret
        </Button>
      </DialogActions>
      <ProofDialog proof={proof} />
    </>
  );
}
