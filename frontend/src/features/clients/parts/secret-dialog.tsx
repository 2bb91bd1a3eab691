/** A dialog that ends with a secret; from then on no stray click may close it. */
import { type ReactNode, useState } from "react";
import { MadeClient } from "@/features/clients/parts/made-client";
import type { ClientMade } from "@/shared/api/types";
import { Dialog } from "@/shared/ui/dialog";

type SecretDialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** The form; it hands over what was made. */
  children: (onMade: (made: ClientMade) => void) => ReactNode;
};

export function SecretDialog({ title, isOpen, onClose, children }: SecretDialogProps) {
  const [made, setMade] = useState<ClientMade | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Dialog title={title} isOpen={isOpen} isDismissable={made === null} onClose={close}>
      {made === null ? children(setMade) : <MadeClient made={made} onDone={close} />}
    </Dialog>
  );
}
