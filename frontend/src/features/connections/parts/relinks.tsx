/** The accounts that this link carried on from an earlier one; a wrong guess can be taken back. */
import { useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { relinksQuery, useUndoRelink } from "@/features/connections/relink-api";
import type { RelinkShown } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { InstantText } from "@/shared/ui/date-text";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { notify } from "@/shared/ui/toast";

export function Relinks({ connectionId }: { connectionId: string }) {
  const relinks = useQuery(relinksQuery(connectionId)).data?.filter(({ undone_at }) => undone_at === null);
  const [chosen, setChosen] = useState<RelinkShown | null>(null);
  if (!relinks?.length) return null;
  return (
    <Card title="Carried on">
      <p className="mb-2 text-pretty text-ink-2">
        These accounts were here before, so they kept their transactions and all you said of them.
      </p>
      <ul className="divide-y divide-hairline">
        {relinks.map((relink) => (
          <li key={relink.id} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-2">
            <span className="min-w-0">
              <span className="block truncate font-medium">{relink.account_name}</span>
              <span className="block text-13 text-pretty text-ink-2">
                {relink.obstacle ?? (
                  <>
                    since <InstantText instant={relink.made_at} />
                  </>
                )}
              </span>
            </span>
            {relink.obstacle === null ? (
              <Button
                size="small"
                aria-label={`Take back for ${relink.account_name}`}
                onPress={() => setChosen(relink)}
              >
                <Undo2 aria-hidden className="size-3.5" />
                Take back
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {chosen === null ? null : (
        <TakeBack connectionId={connectionId} relink={chosen} onClose={() => setChosen(null)} />
      )}
    </Card>
  );
}

type TakeBackProps = { connectionId: string; relink: RelinkShown; onClose: () => void };

function TakeBack({ connectionId, relink, onClose }: TakeBackProps) {
  const undo = useUndoRelink(connectionId);
  return (
    <Dialog isOpen title="Were these two accounts?" onClose={onClose} role="alertdialog">
      <DialogBody>
        <div className="flex flex-col gap-3 text-pretty">
          <p>
            “{relink.account_name}” becomes two accounts again. The old one goes back to your history, with
            its transactions and everything you said of them.
          </p>
          <p className="text-ink-2">
            The bank's account begins anew beside it: what only this link told of moves there with your edits,
            and the rest is read from the bank once more. Nothing is lost.
          </p>
          <FormError error={undo.error} />
        </div>
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose}>Keep them as one</Button>
        <Button
          kind="primary"
          isPending={undo.isPending}
          onPress={() =>
            undo.mutate(relink.id, {
              onSuccess: ({ moved }) => {
                onClose();
                notify({
                  title: "They are two accounts again",
                  detail: `${formatCounted(moved, "transaction")} moved along; the rest is being read.`,
                });
              },
            })
          }
        >
          Make them two
        </Button>
      </DialogActions>
    </Dialog>
  );
}
