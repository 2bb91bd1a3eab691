/** Which workspace one is in, whose it is, and the way to another. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { BookUser, Check, ChevronsUpDown, Users } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { useSwitch } from "@/features/workspace/api";
import { standingIn } from "@/features/workspace/roles";
import { meQuery } from "@/shared/api/queries";
import { Mark } from "@/shared/ui/mark";
import { Menu, MenuItem } from "@/shared/ui/menu";
import { notify } from "@/shared/ui/toast";

export function WorkspaceSwitcher() {
  const workspace = useQuery(meQuery).data?.workspace;
  if (workspace === undefined) return null;
  const standing = standingIn(workspace);
  return (
    <Menu
      label="Workspaces"
      placement="bottom start"
      trigger={
        <AriaButton className="flex w-full cursor-pointer items-center gap-2.5 rounded-control border border-hairline bg-sheet px-2.5 py-1.5 text-left transition-colors hover:border-ink-3">
          <Mark name={workspace.name} size="small" />
          <span className="sr-only">Workspace:</span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-13 font-medium">{workspace.name}</span>
            <span className="block truncate text-12 text-ink-2">{standing}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-2" />
        </AriaButton>
      }
    >
      <SwitcherItems />
    </Menu>
  );
}

/** Items of a menu: every workspace one is in, when there are several, and the page about this one. */
export function SwitcherItems() {
  const workspaces = useQuery(meQuery).data?.workspaces ?? [];
  const here = useQuery(meQuery).data?.workspace.id;
  const go = useSwitch();
  const navigate = useNavigate();
  const several = workspaces.length > 1 ? workspaces : [];
  return (
    <>
      {several.map((workspace) => (
        <MenuItem
          key={workspace.id}
          icon={workspace.id === here ? <Check /> : <BookUser />}
          note={standingIn(workspace)}
          onAction={() =>
            workspace.id === here ||
            go.mutate(workspace.id, {
              onError: (error) => notify({ title: "That did not work", detail: error.message }),
            })
          }
        >
          {workspace.name}
        </MenuItem>
      ))}
      <MenuItem icon={<Users />} onAction={() => void navigate({ to: "/workspace" })}>
        Workspace and members
      </MenuItem>
    </>
  );
}
