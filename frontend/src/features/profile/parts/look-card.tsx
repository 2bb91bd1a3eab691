/** How Saldo looks on this screen; kept in this browser and not in the profile. */
import { setPreferences, usePreferences } from "@/shared/lib/preferences";
import { Card } from "@/shared/ui/card";
import { Segmented, Switch } from "@/shared/ui/toggle";

export function LookCard() {
  const { theme, density, hideAmounts } = usePreferences();
  return (
    <Card title="On this screen">
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span>Theme</span>
          <Segmented
            label="Theme"
            value={theme}
            choices={[
              { value: "system", label: "System", longLabel: "As the system" },
              { value: "light", label: "Light" },
              { value: "dark", label: "Dark" },
            ]}
            onChange={(value) => setPreferences({ theme: value })}
          />
        </div>
        <Switch
          isSelected={density === "compact"}
          onChange={(isCompact) => setPreferences({ density: isCompact ? "compact" : "comfortable" })}
        >
          Compact rows
        </Switch>
        <Switch isSelected={hideAmounts} onChange={(isHidden) => setPreferences({ hideAmounts: isHidden })}>
          Hide amounts
        </Switch>
      </div>
    </Card>
  );
}
