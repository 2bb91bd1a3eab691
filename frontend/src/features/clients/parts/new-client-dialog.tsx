/** Making a client: its name, what it may do, and for how long; then its secret, once. */
import { useState } from "react";
import { type NewClient, useMakeClient } from "@/features/clients/api";
import { GrantTable } from "@/features/clients/parts/grant-table";
import { Lifetime } from "@/features/clients/parts/lifetime";
import { SecretDialog } from "@/features/clients/parts/secret-dialog";
import type { ClientMade } from "@/shared/api/types";

import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Button } from "@/shared/ui/button";
import { DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

type NewClientDialogProps = { grantable: readonly string[]; isOpen: boolean; onClose: () => void };

export function NewClientDialog({ grantable, isOpen, onClose }: NewClientDialogProps) {
  return (
    <SecretDialog title="New client" isOpen={isOpen} onClose={onClose}>
      {(onMade) => <ClientMaker grantable={grantable} onMade={onMade} onCancel={onClose} />}
    </SecretDialog>
  );
}

const START: NewClient = { name: "", permissions: ["accounts:read", "transactions:read"], days: 90 };

type ClientMakerProps = {
  grantable: readonly string[];
  onMade: (made: ClientMade) => void;
  onCancel: () => void;
};

function ClientMaker({ grantable, onMade, onCancel }: ClientMakerProps) {
  const [wanted, setWanted] = useState(START);
  const make = useMakeClient(wanted);
  const proof = useWithProof(make, onMade);
  const set = (change: Partial<NewClient>) => setWanted((before) => ({ ...before, ...change }));
  return (
    <>
      <DialogBody className="flex flex-col gap-4">
        <TextField
          label="What it is for"
          placeholder="House automation"
          value={wanted.name}
          onChange={(name) => set({ name })}
          maxLength={80}
        />
        <GrantTable
          grantable={grantable}
          chosen={wanted.permissions}
          onChange={(permissions) => set({ permissions })}
        />
        <Lifetime days={wanted.days} onChange={(days) => set({ days })} />
        <FormError error={proof.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onCancel}>Cancel</Button>
        <Button
          kind="primary"
          isDisabled={wanted.name.trim() === "" || wanted.permissions.length === 0}
          isPending={make.isPending}
          onPress={proof.run}
        >
          Make client
        </Button>
      </DialogActions>
      <ProofDialog proof={proof} />
    </>
  );
}
