/** What an administrator can do to someone: sign them out, delete them, let them in again. */
import { type UseMutationResult, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useDeletePerson, useRestorePerson, useSignOutPerson } from "@/features/administration/api";
import { meQuery } from "@/shared/api/queries";
import type { Person } from "@/shared/api/types";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { notify } from "@/shared/ui/toast";

/** A deed that may first ask who one is, and what is said when it is done. */
function useTold<Output>(deed: UseMutationResult<Output, Error, undefined>, tell: (output: Output) => void) {
  const proof = useWithProof(deed, tell);
  return { proof, isPending: deed.isPending };
}

export function PersonActions({ person }: { person: Person }) {
  const isMe = useQuery(meQuery).data?.user.id === person.id;
  if (isMe) return <p className="text-ink-2">This is you: another administrator has to change you.</p>;
  return person.deleted_at === null ? <LivingActions person={person} /> : <Restore person={person} />;
}

function LivingActions({ person }: { person: Person }) {
  const [isDeleting, setDeleting] = useState(false);
  const signOut = useTold(useSignOutPerson(person.id), ({ ended }) =>
    notify({ title: ended === 1 ? "1 session has ended" : `${ended} sessions have ended` }),
  );
  return (
    <div className="flex flex-col gap-3">
      <FormError error={signOut.proof.error} />
      <div className="flex flex-wrap gap-2">
        <Button isPending={signOut.isPending} onPress={signOut.proof.run}>
          Sign out everywhere
        </Button>
        <Button kind="danger" onPress={() => setDeleting(true)}>
          Delete…
        </Button>
      </div>
      <ProofDialog proof={signOut.proof} />
      <Dialog
        title="Delete this person"
        role="alertdialog"
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
      >
        <DeleteForm person={person} onClose={() => setDeleting(false)} />
      </Dialog>
    </div>
  );
}

function DeleteForm({ person, onClose }: { person: Person; onClose: () => void }) {
  const remove = useTold(useDeletePerson(person.id), () => {
    onClose();
    notify({ title: `${person.email} is deleted`, detail: "For thirty days they can be restored." });
  });
  return (
    <>
      <DialogBody className="flex flex-col gap-4">
        <p className="text-pretty">
          <strong className="font-semibold break-words">{person.email}</strong> is signed out everywhere and
          cannot come back. For thirty days you can restore them with all they have; then their banks are
          disconnected and everything of theirs is erased.
        </p>
        <FormError error={remove.proof.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button kind="danger" isPending={remove.isPending} onPress={remove.proof.run}>
          Delete
        </Button>
      </DialogActions>
      <ProofDialog proof={remove.proof} />
    </>
  );
}

function Restore({ person }: { person: Person }) {
  const restore = useTold(useRestorePerson(person.id), () =>
    notify({ title: `${person.email} can sign in again` }),
  );
  return (
    <div className="flex flex-col items-start gap-3">
      <FormError error={restore.proof.error} />
      <Button kind="primary" isPending={restore.isPending} onPress={restore.proof.run}>
        Restore
      </Button>
      <ProofDialog proof={restore.proof} />
    </div>
  );
}
