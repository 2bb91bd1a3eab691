/** The files that were read into an account, each with what it brought and the way to take it back. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { importsQuery, useUndoImport } from "@/features/entries/api";
import type { ImportShown } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { Pill } from "@/shared/ui/state";
import { notify } from "@/shared/ui/toast";

const STATES = {
  draft: { tone: "neutral", label: "Not added yet" },
  applied: { tone: "good", label: "Added" },
  undone: { tone: "neutral", label: "Taken back" },
} as const;

export function PastImports({ accountId }: { accountId: string }) {
  const imports = useQuery(importsQuery(accountId)).data ?? [];
  const [undoing, setUndoing] = useState<ImportShown>();
  const decided = imports.filter(({ status }) => status !== "draft");
  if (decided.length === 0) return null;
  return (
    <Card title="Files before">
      <ul className="flex flex-col divide-y divide-hairline">
        {decided.map((made) => (
          <li key={made.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0">
              <p className="truncate font-medium">{made.file_name}</p>
              <p className="text-13 text-ink-2">
                {brought(made)}, <AgoText instant={made.applied_at ?? made.created_at} />
              </p>
            </div>
            <div className="flex items-center gap-3">
              <Pill tone={STATES[made.status].tone}>{STATES[made.status].label}</Pill>
              {made.status === "applied" ? (
                <Button size="small" onPress={() => setUndoing(made)}>
                  Take it back
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {undoing === undefined ? null : <Confirm made={undoing} onClose={() => setUndoing(undefined)} />}
    </Card>
  );
}

function brought({ added, skipped, rejected }: ImportShown): string {
  const parts = [`${added} added`, `${skipped} left out`];
  return rejected.length === 0 ? parts.join(", ") : [...parts, `${rejected.length} unreadable`].join(", ");
}

function Confirm({ made, onClose }: { made: ImportShown; onClose: () => void }) {
  const undo = useUndoImport();
  function tell({ removed, kept }: { removed: number; kept: number }) {
    const stays = kept === 0 ? {} : { detail: `${kept} stay: your bank tells of them too.` };
    notify({ title: `${removed} rows taken back`, ...stays });
    onClose();
  }
  return (
    <Dialog title="Take this file back" isOpen onClose={onClose} role="alertdialog">
      <DialogBody className="flex flex-col gap-3">
        <p className="text-pretty">
          Everything that {made.file_name} brought is removed, with your words on it. What your bank tells of
          by now stays. You can import the file again.
        </p>
        <FormError error={undo.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose}>Keep it</Button>
        <Button
          kind="danger"
          isPending={undo.isPending}
          onPress={() => undo.mutate(made.id, { onSuccess: tell })}
        >
          Take it back
        </Button>
      </DialogActions>
    </Dialog>
  );
}
