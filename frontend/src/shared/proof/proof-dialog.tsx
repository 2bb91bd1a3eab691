/** Step-up: when the server wants to see again who one is, ask, and then do what was asked for. */
import type { UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import { hasCode } from "@/shared/api/problem";
import { useProve } from "@/shared/proof/api";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

type Proof = { run: () => void; isAsked: boolean; error: Error | null; cancel: () => void };

/** Run a deed; an answer of `proof_needed` opens the dialog instead of showing an error. */
export function useWithProof<Output>(
  deed: UseMutationResult<Output, Error, undefined>,
  onDone?: (output: Output) => void,
): Proof {
  const isAsked = hasCode(deed.error, "proof_needed");
  return {
    run: () => deed.mutate(undefined, { onSuccess: (output) => onDone?.(output) }),
    isAsked,
    error: isAsked ? null : deed.error,
    cancel: () => deed.reset(),
  };
}

export function ProofDialog({ proof, needsCode }: { proof: Proof; needsCode: boolean }) {
  return (
    <Dialog title="Confirm that it is you" isOpen={proof.isAsked} onClose={proof.cancel} className="max-w-sm">
      <ProofForm proof={proof} needsCode={needsCode} />
    </Dialog>
  );
}

function ProofForm({ proof, needsCode }: { proof: Proof; needsCode: boolean }) {
  const [secret, setSecret] = useState("");
  const prove = useProve();
  const submit = () =>
    prove.mutate(needsCode ? { code: secret } : { password: secret }, { onSuccess: proof.run });
  return (
    <form
      noValidate
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        if (secret !== "") submit();
      }}
    >
      <DialogBody className="flex flex-col gap-3">
        <TextField
          label={needsCode ? "Code of your authenticator app" : "Password"}
          type={needsCode ? "text" : "password"}
          autoComplete={needsCode ? "one-time-code" : "current-password"}
          value={secret}
          onChange={setSecret}
          autoFocus
        />
        <FormError error={prove.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={proof.cancel}>Cancel</Button>
        <Button type="submit" kind="primary" isPending={prove.isPending}>
          Confirm
        </Button>
      </DialogActions>
    </form>
  );
}
