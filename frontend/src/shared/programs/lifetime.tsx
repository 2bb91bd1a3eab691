/** How long a secret works. */
import { Select } from "@/shared/ui/select";

const LIFETIMES = [
  { id: "30", label: "30 days" },
  { id: "90", label: "90 days" },
  { id: "365", label: "A year" },
] as const;

type LifetimeProps = { days: number; onChange: (days: number) => void };

export function Lifetime({ days, onChange }: LifetimeProps) {
  return (
    <Select
      label="Works for"
      choices={LIFETIMES}
      value={String(days)}
      onChange={(id) => onChange(Number(id))}
    />
  );
}
