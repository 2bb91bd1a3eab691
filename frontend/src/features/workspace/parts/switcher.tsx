/** Going from one workspace to another: items for the account menu. */
import { useQuery } from "@tanstack/react-query";
import { Check, Users } from "lucide-react";
import { useSwitch, workspacesQuery } from "@/features/workspace/api";
import { MenuItem } from "@/shared/ui/menu";
import { notify } from "@/shared/ui/toast";

export function SwitcherItems() {
  const workspaces = useQuery(workspacesQuery).data ?? [];
  const go = useSwitch();
  if (workspaces.length < 2) return null;
  return workspaces.map(({ id, name, is_current }) => (
    <MenuItem
      key={id}
      icon={is_current ? <Check /> : <Users />}
      onAction={() =>
        is_current ||
        go.mutate(id, {
          onError: (error) => notify({ title: "That did not work", detail: error.message }),
        })
      }
    >
      {name}
    </MenuItem>
  ));
}
