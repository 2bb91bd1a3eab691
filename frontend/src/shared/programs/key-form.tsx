/** What a program's key is for, what it may do, and for how long: the form of tokens and of clients. */
import type { UseMutationResult } from "@tanstack/react-query";
import type { ProgramRight } from "@/shared/api/types";
import { GrantChoice } from "@/shared/programs/grant-choice";
import { Lifetime } from "@/shared/programs/lifetime";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Button } from "@/shared/ui/button";
import { DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

export type KeyWish = { name: string; permissions: readonly string[]; days: number };

/** A key begins without any right: what it gets is what somebody chose. */
export const NO_WISH: KeyWish = { name: "", permissions: [], days: 90 };

/** The wish as the server reads it. */
export function bodyOf({ name, permissions, days }: KeyWish) {
  return { name, permissions: [...permissions], expires_in_days: days };
}

type KeyFormProps<Made> = {
  /** What is made: "token", "client". */
  kind: string;
  placeholder: string;
  rights: readonly ProgramRight[];
  wish: KeyWish;
  onChange: (wish: KeyWish) => void;
  /** Makes what `wish` says. */
  make: UseMutationResult<Made, Error, undefined>;
  onMade: (made: Made) => void;
  onCancel: () => void;
};

export function KeyForm<Made>({
  kind,
  placeholder,
  rights,
  wish,
  onChange,
  make,
  onMade,
  onCancel,
}: KeyFormProps<Made>) {
  const proof = useWithProof(make, onMade);
  return (
    <>
      <DialogBody className="flex flex-col gap-4">
        <TextField
          label="What it is for"
          placeholder={placeholder}
          value={wish.name}
          onChange={(name) => onChange({ ...wish, name })}
          maxLength={80}
        />
        <GrantChoice
          caption={`What the ${kind} may do`}
          rights={rights}
          chosen={wish.permissions}
          onChange={(permissions) => onChange({ ...wish, permissions })}
        />
        <Lifetime days={wish.days} onChange={(days) => onChange({ ...wish, days })} />
        <FormError error={proof.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onCancel}>Cancel</Button>
        <Button
          kind="primary"
          isDisabled={wish.name.trim() === "" || wish.permissions.length === 0}
          isPending={make.isPending}
          onPress={proof.run}
        >
          Make {kind}
        </Button>
      </DialogActions>
      <ProofDialog proof={proof} />
    </>
  );
}
