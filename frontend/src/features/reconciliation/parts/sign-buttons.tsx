/** Sign a statement that adds up; one that does not can be signed with an entry over the rest. */
import { Lock } from "lucide-react";
import { useState } from "react";
import { useLock } from "@/features/reconciliation/statement-api";
import type { StatementDetail } from "@/shared/api/types";
import { signOf } from "@/shared/lib/money";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { Money } from "@/shared/ui/money";
import { notify } from "@/shared/ui/toast";

type SignButtonsProps = { statement: StatementDetail; isTicking: boolean };

export function SignButtons({ statement, isTicking }: SignButtonsProps) {
  const [isAsking, setAsking] = useState(false);
  const lock = useLock(statement.id);
  const isDone = signOf(statement.difference) === 0;
  const sign = (isAdjusted: boolean) =>
    lock.mutate(isAdjusted, {
      onSuccess: () => {
        setAsking(false);
        notify({ title: "Signed and locked" });
      },
      onError: (error) => notify({ title: "It could not be signed", detail: error.message }),
    });
  if (isDone) {
    return (
      <Button kind="primary" onPress={() => sign(false)} isPending={lock.isPending} isDisabled={isTicking}>
        <Lock aria-hidden className="size-4" />
        Sign and lock
      </Button>
    );
  }
  return (
    <>
      <Button onPress={() => setAsking(true)} isDisabled={isTicking}>
        Sign with an adjustment
      </Button>
      <Dialog
        title="Sign with an adjustment?"
        role="alertdialog"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
      >
        <DialogBody className="flex flex-col gap-3">
          <p className="text-pretty text-ink-2">
            Saldo adds an entry of{" "}
            <Money amount={statement.difference} currency={statement.currency} signs="always" /> on the
            closing day, with your name on it, so that the statement adds up. Look for the missing row first:
            an adjustment hides it.
          </p>
          <FormError error={lock.error} />
        </DialogBody>
        <DialogActions>
          <Button onPress={() => setAsking(false)}>Go on ticking</Button>
          <Button kind="primary" onPress={() => sign(true)} isPending={lock.isPending}>
            Add it and sign
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
