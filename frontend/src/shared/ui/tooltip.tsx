/** A short hint beside the control it explains; opens on hover and on keyboard focus. */
import type { ReactNode } from "react";
import { Tooltip as AriaTooltip } from "react-aria-components";

export function Tooltip({ children }: { children: ReactNode }) {
  return (
    <AriaTooltip
      offset={6}
      className="max-w-72 rounded-control bg-ink px-2 py-1 text-12 text-paper shadow-float entering:animate-fade"
    >
      {children}
    </AriaTooltip>
  );
}
