/** A client's secret, this once: in the shape in which the examples read it. */
import type { ClientMade } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { CopyButton } from "@/shared/ui/copy-button";
import { DialogActions, DialogBody } from "@/shared/ui/dialog";

/** What a shell must know before the examples run. */
export function settingsOf(client_id: string, secret: string): string {
  return [
    `export SALDO_URL=${window.location.origin}`,
    `export SALDO_CLIENT_ID=${client_id}`,
    `export SALDO_CLIENT_SECRET=${secret}`,
  ].join("\n");
}

type MadeClientProps = { made: ClientMade; onDone: () => void };

export function MadeClient({ made, onDone }: MadeClientProps) {
  const settings = settingsOf(made.client_id, made.secret);
  return (
    <>
      <DialogBody className="flex flex-col gap-3">
        <p className="text-pretty">
          Copy it now: the secret is not shown again. The examples on this page read it from these lines.
        </p>
        <pre className="rounded-control bg-sunken p-3 font-mono text-13 break-all whitespace-pre-wrap select-all">
          {settings}
        </pre>
      </DialogBody>
      <DialogActions>
        <CopyButton text={settings} said="The secret is copied" />
        <Button kind="primary" onPress={onDone}>
          I have kept it
        </Button>
      </DialogActions>
    </>
  );
}
