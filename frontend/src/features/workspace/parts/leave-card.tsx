/** Going: handing the workspace over, or leaving it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useHandOver, useLeave, workspacesQuery } from "@/features/workspace/api";
import { meQuery } from "@/shared/api/queries";
import type { Member } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
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
  return (
    <Card title="Hand it over">
      <div className="flex flex-col gap-3">
        <p className="text-13 text-pretty text-ink-2">
          Somebody else becomes the owner; you stay as an administrator and may then leave.
        </p>
        <Select
          label="New owner"
          choices={others.map(({ user_id, display_name, email }) => ({
            id: user_id,
            label: display_name ?? email,
          }))}
          value={chosen}
          onChange={setChosen}
        />
        <FormError error={handOver.error} />
        <Button
          kind="danger"
          isPending={handOver.isPending}
          onPress={() =>
            handOver.mutate(chosen, { onSuccess: () => notify({ title: "You are an administrator now" }) })
          }
        >
          Hand over
        </Button>
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
        <FormError error={leave.error} />
        <Button kind="danger" isPending={leave.isPending} onPress={() => leave.mutate(other?.id)}>
          Leave this workspace
        </Button>
      </div>
    </Card>
  );
}
