/** Ten codes for the day the phone is lost: shown once, to be kept elsewhere. */
import { Copy } from "lucide-react";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { notify } from "@/shared/ui/toast";

export function BackupCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const copy = () =>
    navigator.clipboard.writeText(codes.join("\n")).then(
      () => notify({ title: "The codes are copied" }),
      () => notify({ title: "Copying is not allowed here", detail: "Select the codes and copy them." }),
    );
  return (
    <Dialog title="Your backup codes" isOpen onClose={onClose} isDismissable={false} className="max-w-md">
      <DialogBody className="flex flex-col gap-4">
        <p className="text-pretty text-ink-2">
          Each opens Saldo once when your phone is not at hand. Keep them where you keep important papers:
          they are not shown again.
        </p>
        <ul className="grid gap-x-6 gap-y-1.5 font-mono text-14 select-all sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </DialogBody>
      <DialogActions>
        <Button onPress={() => void copy()}>
          <Copy aria-hidden className="size-4" />
          Copy
        </Button>
        <Button kind="primary" onPress={onClose}>
          I have kept them
        </Button>
      </DialogActions>
    </Dialog>
  );
}
