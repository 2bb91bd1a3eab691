/** The file to read: chosen by a button, or dropped onto the card. */
import { FileUp } from "lucide-react";
import { useState } from "react";
import { type DropItem, DropZone, FileTrigger } from "react-aria-components";
import { useDraft } from "@/features/entries/api";
import { complaintOf, decode } from "@/features/entries/reading-file";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";

type FileChoiceProps = { accountId: string; onRead: (importId: string, isOrderSure: boolean) => void };

export function FileChoice({ accountId, onRead }: FileChoiceProps) {
  const draft = useDraft(accountId);
  const [complaint, setComplaint] = useState<string | null>(null);

  async function read(file: File) {
    const content = decode(await file.arrayBuffer());
    const wrong = complaintOf(content);
    setComplaint(wrong);
    if (wrong !== null) return;
    draft.mutate(
      { file_name: file.name.slice(0, 200) || "file", content },
      { onSuccess: ({ made, is_date_order_sure }) => onRead(made.id, is_date_order_sure) },
    );
  }

  async function drop(items: DropItem[]) {
    const dropped = items.find((item) => item.kind === "file");
    if (dropped !== undefined) await read(await dropped.getFile());
  }

  return (
    <DropZone
      onDrop={({ items }) => void drop(items)}
      aria-label="Drop a bank's file here"
      className="flex flex-col items-center gap-3 rounded-card border border-dashed border-ink-3 bg-sheet px-6 py-12 text-center drop-target:border-accent drop-target:bg-accent/8"
    >
      <FileUp aria-hidden className="size-6 text-ink-2" />
      <p className="font-semibold">A file from your bank</p>
      <p className="max-w-md text-pretty text-ink-2">
        CSV, OFX or QFX, as your bank's page offers it to download. You see what it would bring before
        anything is added, and rows that are here already are left out.
      </p>
      <FileTrigger
        acceptedFileTypes={[".csv", ".txt", ".tsv", ".ofx", ".qfx"]}
        onSelect={(files) => {
          const file = files?.item(0);
          if (file) void read(file);
        }}
      >
        <Button kind="primary" isPending={draft.isPending}>
          Choose a file
        </Button>
      </FileTrigger>
      {complaint === null ? null : (
        <p role="alert" className="text-14 text-problem">
          {complaint}
        </p>
      )}
      <FormError error={draft.error} />
    </DropZone>
  );
}
