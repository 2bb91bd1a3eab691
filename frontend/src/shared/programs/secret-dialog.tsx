/** A dialog that ends with a secret, shown this once; from then on no stray click may close it. */
import { type ReactNode, useState } from "react";
import { Button } from "@/shared/ui/button";
import { CopyButton } from "@/shared/ui/copy-button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";

/** What is to be kept, word for word, and what it is called. */
export type Secret = { text: string; name: string; note?: string };

type SecretDialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** The form; it hands over what was made. */
  children: (onMade: (secret: Secret) => void) => ReactNode;
};

export function SecretDialog({ title, isOpen, onClose, children }: SecretDialogProps) {
  const [made, setMade] = useState<Secret | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Dialog title={title} isOpen={isOpen} isDismissable={made === null} onClose={close} isWide>
      {made === null ? children(setMade) : <MadeSecret secret={made} onDone={close} />}
    </Dialog>
  );
}

type MadeSecretProps = { secret: Secret; onDone: () => void };

function MadeSecret({ secret: { text, name, note }, onDone }: MadeSecretProps) {
  return (
    <>
      <DialogBody className="flex flex-col gap-3">
        <p className="text-pretty">
          Copy it now: the {name} is not shown again. {note}
        </p>
        <pre className="rounded-control bg-sunken p-3 font-mono text-13 break-all whitespace-pre-wrap select-all">
          {text}
        </pre>
      </DialogBody>
      <DialogActions>
        <CopyButton text={text} said={`The ${name} is copied`} />
        <Button kind="primary" onPress={onDone}>
          I have kept it
        </Button>
      </DialogActions>
    </>
  );
}
