/** How often the bank is asked for an account, as a choice that holds at once. */
import { useSetFrequency } from "@/shared/api/pace";
import type { Frequency } from "@/shared/api/types";
import { Select } from "@/shared/ui/select";
import { notify } from "@/shared/ui/toast";

export const FREQUENCIES: readonly { id: Frequency; label: string }[] = [
  { id: "realtime", label: "Whenever the bank has news" },
  { id: "hourly", label: "Every hour" },
  { id: "every_4_hours", label: "Every 4 hours" },
  { id: "daily", label: "Once a day" },
  { id: "weekly", label: "Once a week" },
  { id: "manual", label: "Only when I ask" },
];

type FrequencySelectProps = {
  accountId: string;
  label: string;
  hideLabel?: boolean;
  value: Frequency;
  className?: string;
};

export function FrequencySelect({ accountId, value, ...shape }: FrequencySelectProps) {
  const set = useSetFrequency(accountId);
  return (
    <Select
      {...shape}
      choices={FREQUENCIES}
      value={value}
      onChange={(id) => {
        const frequency = FREQUENCIES.find((each) => each.id === id)?.id;
        if (frequency === undefined) return;
        set.mutate(frequency, {
          onError: (error) => notify({ title: "It stays as it was", detail: error.message }),
        });
      }}
    />
  );
}
