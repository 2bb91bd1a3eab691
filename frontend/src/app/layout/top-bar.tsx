/** The line above every page: the menu on phones, search, live dot, privacy, theme, the person. */
import { Eye, EyeOff, Menu as MenuIcon, Search } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { LiveDot } from "@/app/layout/live-dot";
import { ThemeMenu } from "@/app/layout/theme-menu";
import { UserMenu } from "@/app/layout/user-menu";
import { setPreferences, usePreferences } from "@/shared/lib/preferences";
import { IconButton } from "@/shared/ui/button";

type TopBarProps = { onSearch: () => void; onMenu: () => void };

export function TopBar({ onSearch, onMenu }: TopBarProps) {
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-b border-hairline bg-paper/92 px-3 backdrop-blur sm:px-5 lg:px-8">
      <IconButton label="Menu" className="lg:hidden" onPress={onMenu}>
        <MenuIcon aria-hidden className="size-4.5" />
      </IconButton>
      <AriaButton
        onPress={onSearch}
        className="flex h-9 min-w-0 flex-1 cursor-pointer items-center gap-2 rounded-control border border-hairline bg-sheet px-3 text-left text-ink-2 transition-colors hover:border-ink-3 sm:max-w-80"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 truncate">Search or jump to</span>
        <kbd className="hidden rounded-[4px] border border-hairline px-1.5 font-sans text-12 sm:block">
          Ctrl K
        </kbd>
      </AriaButton>
      <div className="ml-auto flex items-center gap-0.5 pl-2">
        <LiveDot />
        <PrivacyButton />
        <ThemeMenu />
        <UserMenu />
      </div>
    </header>
  );
}

function PrivacyButton() {
  const { hideAmounts } = usePreferences();
  return (
    <IconButton
      label={hideAmounts ? "Show amounts" : "Hide amounts"}
      aria-pressed={hideAmounts}
      onPress={() => setPreferences({ hideAmounts: !hideAmounts })}
    >
      {hideAmounts ? <EyeOff aria-hidden className="size-4.5" /> : <Eye aria-hidden className="size-4.5" />}
    </IconButton>
  );
}
