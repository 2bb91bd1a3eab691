/** One pace for all accounts at once. */
import { Gauge } from "lucide-react";
import { type AutomaticFrequency, useScheduleAll } from "@/features/synchronization/api";
import { Button } from "@/shared/ui/button";
import { FREQUENCIES } from "@/shared/ui/frequency-select";
import { Menu, MenuItem } from "@/shared/ui/menu";
import { notify } from "@/shared/ui/toast";

type Automatic = { id: AutomaticFrequency; label: string };

const CHOICES = FREQUENCIES.filter((each): each is Automatic => each.id !== "manual");

export function PaceForAll() {
  const schedule = useScheduleAll();
  const choose = ({ id, label }: Automatic) =>
    schedule.mutate(id, {
      onSuccess: ({ account_ids }) =>
        notify({
          title: `${account_ids.length} ${account_ids.length === 1 ? "account" : "accounts"} changed`,
          detail: `Asked from now on: ${label.charAt(0).toLowerCase()}${label.slice(1)}.`,
        }),
      onError: (error) => notify({ title: "They stay as they were", detail: error.message }),
    });
  return (
    <Menu
      label="Ask for all accounts"
      trigger={
        <Button isPending={schedule.isPending}>
          <Gauge aria-hidden className="size-4" />
          Pace for all
        </Button>
      }
    >
      {CHOICES.map((each) => (
        <MenuItem key={each.id} onAction={() => choose(each)}>
          {each.label}
        </MenuItem>
      ))}
    </Menu>
  );
}
