/** How Saldo looks on this screen: theme and density. */
import { Monitor, Moon, Rows3, Rows4, Sun } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { setPreferences, type Theme, usePreferences } from "@/shared/lib/preferences";
import { buttonClass } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";
import { Menu, MenuItem } from "@/shared/ui/menu";

const THEMES = [
  { id: "system", label: "As the system", icon: Monitor },
  { id: "light", label: "Light", icon: Sun },
  { id: "dark", label: "Dark", icon: Moon },
] as const satisfies readonly { id: Theme; label: string; icon: typeof Sun }[];

export function ThemeMenu() {
  const { theme, density } = usePreferences();
  const Icon = THEMES.find(({ id }) => id === theme)?.icon ?? Monitor;
  const compact = density === "compact";
  return (
    <Menu
      label="Appearance"
      trigger={
        <AriaButton
          aria-label="Appearance"
          className={cx(buttonClass("quiet"), "size-9 px-0! max-sm:hidden")}
        >
          <Icon aria-hidden className="size-4.5" />
        </AriaButton>
      }
    >
      {THEMES.map(({ id, label, icon: ThemeIcon }) => (
        <MenuItem
          key={id}
          icon={<ThemeIcon />}
          {...(id === theme ? { note: "On" } : {})}
          onAction={() => setPreferences({ theme: id })}
        >
          {label}
        </MenuItem>
      ))}
      <MenuItem
        icon={compact ? <Rows3 /> : <Rows4 />}
        onAction={() => setPreferences({ density: compact ? "comfortable" : "compact" })}
      >
        {compact ? "Comfortable rows" : "Compact rows"}
      </MenuItem>
    </Menu>
  );
}
