/** Step-up: when the server wants to see again who one is, ask, and then do what was asked for. */
import { type UseMutationResult, useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { passkeyStanding } from "@/shared/api/passkeys";
import { hasCode } from "@/shared/api/problem";
import type { Factors } from "@/shared/api/types";
import { factorsQuery, useNeedsCode, useProve, useProveByPasskey, useSendCode } from "@/shared/proof/api";
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

export function ProofDialog({ proof }: { proof: Proof }) {
  return (
    <Dialog title="Confirm that it is you" isOpen={proof.isAsked} onClose={proof.cancel} className="max-w-sm">
      <ProofForm proof={proof} />
    </Dialog>
  );
}

function ProofForm({ proof }: { proof: Proof }) {
  const { data: factors } = useQuery(factorsQuery);
  const needsCode = useNeedsCode();
  const [secret, setSecret] = useState("");
  const prove = useProve();
  const submit = () =>
    prove.mutate(needsCode ? { code: secret } : { password: secret }, { onSuccess: proof.run });
  const hasSecret = factors === undefined || needsCode || factors.has_password;
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
        {factors === undefined ? null : <OtherProofs factors={factors} onProven={proof.run} />}
        {hasSecret ? (
          <TextField
            label={secretLabel(factors, needsCode)}
            type={needsCode ? "text" : "password"}
            autoComplete={needsCode ? "one-time-code" : "current-password"}
            value={secret}
            onChange={setSecret}
            autoFocus
          />
        ) : (
          <p className="text-pretty text-ink-2">
            Your account has no password. Sign out and in again: for ten minutes after that you are not asked.
          </p>
        )}
        <FormError error={prove.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={proof.cancel}>Cancel</Button>
        {hasSecret ? (
          <Button type="submit" kind="primary" isPending={prove.isPending}>
            Confirm
          </Button>
        ) : null}
      </DialogActions>
    </form>
  );
}

function secretLabel(factors: Factors | undefined, needsCode: boolean): string {
  if (!needsCode) return "Password";
  return factors?.totp_since ? "Code of your authenticator app" : "Code from your e-mail";
}

/** What proves as much as the field below: a passkey, or a code that a letter brings for it. */
function OtherProofs({ factors, onProven }: { factors: Factors; onProven: () => void }) {
  const byPasskey = useProveByPasskey();
  const sending = useSendCode();
  const hasPasskey = factors.passkeys > 0 && passkeyStanding() === "ready";
  return (
    <>
      {hasPasskey ? (
        <Button
          isPending={byPasskey.isPending}
          onPress={() => byPasskey.mutate(undefined, { onSuccess: onProven })}
        >
          <KeyRound aria-hidden className="size-4" />
          Use a passkey
        </Button>
      ) : null}
      {factors.email_codes_since ? (
        <Button isPending={sending.isPending} onPress={() => sending.mutate(undefined)}>
          {sending.isSuccess ? "A code is on its way: send another" : "Send a code to my e-mail address"}
        </Button>
      ) : null}
      <FormError error={byPasskey.error ?? sending.error} />
    </>
  );
}
