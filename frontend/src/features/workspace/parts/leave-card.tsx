/** Going: handing the workspace over, or leaving it; each after a second question. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useHandOver, useLeave, workspacesQuery } from "@/features/workspace/api";
import { meQuery } from "@/shared/api/queries";
import type { Member } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { Select } from "@/shared/ui/select";
import { notify } from "@/shared/ui/toast";

export function LeaveCard({ members }: { members: readonly Member[] }) {
  const others = members.filter(({ is_you }) => !is_you);
  const isOwner = useQuery(meQuery).data?.workspace.role === "owner";
  if (others.length === 0) return null;
  return isOwner ? <HandOver others={others} /> : <Leave />;
}

function HandOver({ others }: { others: readonly Member[] }) {
  const handOver = useHandOver();
  const [chosen, setChosen] = useState(others[0]?.user_id ?? "");
  const choices = others.map(({ user_id, display_name, email }) => ({
    id: user_id,
    label: display_name ?? email,
  }));
  const name = choices.find(({ id }) => id === chosen)?.label ?? "";
  return (
    <Card title="Hand it over">
      <div className="flex flex-col gap-3">
        <p className="text-13 text-pretty text-ink-2">
          Somebody else becomes the owner; you stay as an administrator and may then leave.
        </p>
        <Select label="New owner" choices={choices} value={chosen} onChange={setChosen} />
        <AskedTwice
          action="Hand over"
          title="Hand the workspace over"
          deed={handOver}
          onGo={(close) =>
            handOver.mutate(chosen, {
              onSuccess: () => {
                close();
                notify({ title: "You are an administrator now" });
              },
            })
          }
        >
          {name} decides who is in here from then on, and only {name} can give it back to you.
        </AskedTwice>
      </div>
    </Card>
  );
}

function Leave() {
  const leave = useLeave();
  const other = useQuery(workspacesQuery).data?.find(({ is_current }) => !is_current);
  return (
    <Card title="Leave">
      <div className="flex flex-col gap-3">
        <p className="text-13 text-pretty text-ink-2">
          You no longer see anything of this workspace. Only an invitation brings you back.
        </p>
        <AskedTwice
          action="Leave this workspace"
          title="Leave this workspace"
          deed={leave}
          onGo={() => leave.mutate(other?.id)}
        >
          What you linked here stays here. Only an invitation brings you back.
        </AskedTwice>
      </div>
    </Card>
  );
}

type AskedTwiceProps = {
  action: string;
  title: string;
  deed: { isPending: boolean; error: Error | null };
  onGo: (close: () => void) => void;
  /** What follows from it. */
  children: ReactNode;
};

/** What nobody but others can take back is not one stray press away. */
function AskedTwice({ action, title, deed, onGo, children }: AskedTwiceProps) {
  const [isAsked, setAsked] = useState(false);
  const close = () => setAsked(false);
  return (
    <>
      <Button kind="danger" onPress={() => setAsked(true)}>
        {action}…
      </Button>
      <Dialog title={title} role="alertdialog" isOpen={isAsked} onClose={close}>
        <DialogBody className="flex flex-col gap-3">
          <p className="text-pretty">{children}</p>
          <FormError error={deed.error} />
        </DialogBody>
        <DialogActions>
          <Button onPress={close}>Cancel</Button>
          <Button kind="danger" isPending={deed.isPending} onPress={() => onGo(close)}>
            {action}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
