/** Setting up an authenticator app: scan, write the first code, keep the backup codes. */
import { useState } from "react";
import { useConfirmTotp } from "@/features/security/api";
import type { TotpEnrolment } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

type EnrolmentProps = {
  enrolment: TotpEnrolment;
  onCodes: (codes: string[]) => void;
  onClose: () => void;
};

export function EnrolmentDialog({ enrolment, onCodes, onClose }: EnrolmentProps) {
  const [code, setCode] = useState("");
  const confirm = useConfirmTotp();
  return (
    <Dialog title="Set up your authenticator app" isOpen onClose={onClose} className="max-w-md">
      <form
        noValidate
        className="flex min-h-0 flex-col"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim().length >= 6) confirm.mutate(code, { onSuccess: onCodes });
        }}
      >
        <DialogBody className="flex flex-col gap-4">
          <p className="text-pretty text-ink-2">Scan this with the app, then write the code it shows.</p>
          <img
            src={`data:image/svg+xml,${encodeURIComponent(enrolment.qr_svg)}`}
            alt="QR code with the key below"
            className="size-48 self-center rounded-control border border-hairline bg-white"
          />
          <p className="text-center text-13 text-ink-2">
            No camera? Type this key:
            <code className="mt-1 block font-mono text-13 break-all text-ink select-all">
              {enrolment.secret.replace(/(.{4})/g, "$1 ").trim()}
            </code>
          </p>
          <TextField
            label="Code"
            autoComplete="one-time-code"
            placeholder="123456"
            value={code}
            onChange={setCode}
            autoFocus
          />
          <FormError error={confirm.error} />
        </DialogBody>
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" isPending={confirm.isPending}>
            Switch on
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
