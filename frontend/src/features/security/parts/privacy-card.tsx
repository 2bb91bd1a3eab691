/** Taking everything along, and going for good. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { exportsQuery, useEraseMe, useFetchArchive, useRequestExport } from "@/features/security/api";
import { endSession } from "@/shared/api/session";
import type { ExportShown } from "@/shared/api/types";
import { saveFile } from "@/shared/lib/save-file";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { Progress } from "@/shared/ui/progress";

export function PrivacyCard() {
  const exports = useQuery(exportsQuery).data ?? [];
  const request = useRequestExport();
  const proof = useWithProof(request);
  const [isErasing, setErasing] = useState(false);
  return (
    <Card title="Your data">
      <div className="flex flex-col gap-3">
        <p className="text-pretty text-ink-2">
          Everything Saldo keeps of you, as one archive that other programs can read.
        </p>
        <ul className="flex flex-col gap-2 empty:hidden">
          {exports.slice(0, 3).map((each) => (
            <ExportRow key={each.id} export_={each} />
          ))}
        </ul>
        <FormError error={proof.error} />
        <div className="flex flex-wrap gap-2">
          <Button isPending={request.isPending} onPress={proof.run}>
            Export my data
          </Button>
          <Button kind="danger" onPress={() => setErasing(true)}>
            Erase me…
          </Button>
        </div>
      </div>
      <ProofDialog proof={proof} />
      <Dialog
        title="Erase everything"
        role="alertdialog"
        isOpen={isErasing}
        onClose={() => setErasing(false)}
      >
        <EraseForm onClose={() => setErasing(false)} />
      </Dialog>
    </Card>
  );
}

function ExportRow({ export_: { id, status, done, total, created_at } }: { export_: ExportShown }) {
  const fetching = useFetchArchive(id);
  const proof = useWithProof(fetching, (archive) => saveFile(archive, "saldo-export.zip"));
  if (status === "failed")
    return <li className="text-13 text-problem">An export failed. Ask for a new one.</li>;
  if (status !== "ready") {
    return (
      <li>
        <Progress
          label="Export"
          {...(total === 0 ? {} : { value: done / total, note: `${done} of ${total}` })}
        />
      </li>
    );
  }
  return (
    <li className="flex items-center justify-between gap-3">
      <span className="text-13 text-ink-2">
        Ready, made <AgoText instant={created_at} />
      </span>
      <Button size="small" isPending={fetching.isPending} onPress={proof.run}>
        Download
      </Button>
      <ProofDialog proof={proof} />
    </li>
  );
}

const WORD = "erase";

function EraseForm({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const erase = useEraseMe();
  const proof = useWithProof(erase, () => endSession());
  return (
    <>
      <DialogBody className="flex flex-col gap-4">
        <p className="text-pretty">
          Your banks are disconnected, then all your accounts, transactions and settings are deleted. Nobody
          can bring them back. Export your data first if you may want it.
        </p>
        <TextField label={`Type “${WORD}” to go on`} value={typed} onChange={setTyped} />
        <FormError error={proof.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose}>Keep everything</Button>
        <Button
          kind="danger"
          isDisabled={typed.trim().toLowerCase() !== WORD}
          isPending={erase.isPending}
          onPress={proof.run}
        >
          Erase me for good
        </Button>
      </DialogActions>
      <ProofDialog proof={proof} />
    </>
  );
}
