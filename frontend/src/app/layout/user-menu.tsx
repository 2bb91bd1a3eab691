/** The person who is signed in, and the way out. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { LogOut, Moon, ServerCog, ShieldCheck, Sun, UserRound } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { signOut } from "@/features/auth/api";
import { SwitcherItems } from "@/features/workspace/parts/switcher";
import { standingIn } from "@/features/workspace/roles";
import { meQuery } from "@/shared/api/queries";
import { setPreferences } from "@/shared/lib/preferences";
import { Mark } from "@/shared/ui/mark";
import { Menu, MenuItem } from "@/shared/ui/menu";

export function UserMenu() {
  const { data: me } = useSuspenseQuery(meQuery);
  const name = me.user.display_name ?? me.user.email;
  const navigate = useNavigate();
  const dark = document.documentElement.dataset.theme === "dark";
  return (
    <Menu
      label="Account"
      trigger={
        <AriaButton aria-label={`Signed in as ${name}`} className="ml-1 rounded-full">
          <Mark name={name} series={3} />
        </AriaButton>
      }
      header={
        <div className="border-b border-hairline px-3 py-2.5">
          <div className="font-medium">{name}</div>
          {name === me.user.email ? null : <div className="text-13 text-ink-2">{me.user.email}</div>}
          <div className="text-13 text-ink-2">
            In {me.workspace.name}: {standingIn(me.workspace)}
          </div>
        </div>
      }
    >
      <SwitcherItems />
      <MenuItem icon={<UserRound />} onAction={() => void navigate({ to: "/profile" })}>
        Profile
      </MenuItem>
      <MenuItem icon={<ShieldCheck />} onAction={() => void navigate({ to: "/security" })}>
        Security
      </MenuItem>
      {me.user.is_administrator ? (
        <MenuItem icon={<ServerCog />} onAction={() => void navigate({ to: "/administration" })}>
          Administration
        </MenuItem>
      ) : null}
      <MenuItem
        icon={dark ? <Sun /> : <Moon />}
        onAction={() => setPreferences({ theme: dark ? "light" : "dark" })}
      >
        {dark ? "Light theme" : "Dark theme"}
      </MenuItem>
      <MenuItem icon={<LogOut />} onAction={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
