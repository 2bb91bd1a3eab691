/** A choice of one from a short list, with the list in a popover. */
import { Check, ChevronDown } from "lucide-react";
import {
  Button as AriaButton,
  Select as AriaSelect,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from "react-aria-components";
import { cx } from "@/shared/ui/cx";
import { INPUT_CLASS } from "@/shared/ui/field";

export type Choice = { id: string; label: string; note?: string };

type SelectProps = {
  label: string;
  hideLabel?: boolean;
  choices: readonly Choice[];
  value: string;
  onChange: (id: string) => void;
  className?: string;
};

export function Select({ label, hideLabel, choices, value, onChange, className }: SelectProps) {
  return (
    <AriaSelect
      aria-label={hideLabel ? label : undefined}
      selectedKey={value}
      onSelectionChange={(key) => key !== null && onChange(String(key))}
      className={cx("flex flex-col gap-1.5", className)}
    >
      {hideLabel ? null : <Label className="text-13 font-medium">{label}</Label>}
      <AriaButton className={cx(INPUT_CLASS, "flex h-9 items-center justify-between gap-2 text-left")}>
        {/* The words alone: a row of the list also has a tick and a note. */}
        <SelectValue className="truncate">{({ selectedText }) => selectedText}</SelectValue>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-2" />
      </AriaButton>
      <Popover className={cx(POPOVER_CLASS, "min-w-(--trigger-width)")}>
        <ListBox items={choices} className="max-h-72 overflow-auto p-1 outline-none">
          {(choice) => <ChoiceRow choice={choice} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function ChoiceRow({ choice }: { choice: Choice }) {
  return (
    <ListBoxItem
      id={choice.id}
      textValue={choice.label}
      className="group flex cursor-pointer items-center gap-2 rounded-control px-2 py-1.5 text-14 outline-none focus:bg-sunken"
    >
      <Check aria-hidden className="invisible size-4 text-accent group-selected:visible" />
      <span className="flex-1 truncate">{choice.label}</span>
      {choice.note === undefined ? null : <span className="text-13 text-ink-2">{choice.note}</span>}
    </ListBoxItem>
  );
}

export const POPOVER_CLASS =
  "rounded-card border border-hairline bg-sheet shadow-float entering:animate-rise outline-none";
