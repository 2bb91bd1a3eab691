/** Says a changed net worth once to those who cannot see it glow. */
import { useEffect, useRef } from "react";
import type { CurrencyDashboard } from "@/shared/api/types";
import { formatMoney } from "@/shared/lib/money";
import { usePreferences } from "@/shared/lib/preferences";
import { announce } from "@/shared/ui/announcer";

const SETTLED_MS = 1_500;

export function useSpokenTotal(numbers: CurrencyDashboard | undefined): void {
  const { hideAmounts } = usePreferences();
  const text = numbers === undefined ? null : formatMoney(numbers.net_worth, numbers.currency);
  const spoken = useRef<string | null>(null);
  useEffect(() => {
    if (text === null || spoken.current === text) return;
    const isFirst = spoken.current === null;
    if (isFirst || hideAmounts) {
      spoken.current = text;
      return;
    }
    // While an import runs the number moves many times a second: only where it comes to rest is worth hearing.
    const timer = setTimeout(() => {
      spoken.current = text;
      announce(`Net worth is now ${text}`);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, hideAmounts]);
}
