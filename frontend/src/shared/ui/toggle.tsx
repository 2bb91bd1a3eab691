/** Switches, checkboxes and the segmented choice. */
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  Switch as AriaSwitch,
  type CheckboxProps,
  type SwitchProps,
  ToggleButton,
  ToggleButtonGroup,
} from "react-aria-components";

type Labelled<Props> = Omit<Props, "className" | "style" | "children"> & { children?: ReactNode };

export function Switch({ children, ...props }: Labelled<SwitchProps>) {
  return (
    <AriaSwitch {...props} className="group flex cursor-pointer items-center justify-between gap-3 text-14">
      {children}
      <span className="flex h-5 w-9 items-center rounded-full border border-ink-3 bg-sunken p-0.5 transition-colors group-selected:border-accent group-selected:bg-accent group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-accent">
        <span className="size-3.5 rounded-full bg-ink-2 transition-transform group-selected:translate-x-4 group-selected:bg-on-accent" />
      </span>
    </AriaSwitch>
  );
}

export function Checkbox({ children, ...props }: Labelled<CheckboxProps>) {
  return (
    <AriaCheckbox {...props} className="group flex cursor-pointer items-center gap-2.5 text-14">
      {({ isIndeterminate }) => (
        <>
          <span className="grid size-4.5 shrink-0 place-items-center rounded-[4px] border border-ink-3 bg-sheet text-transparent transition-colors group-indeterminate:border-accent group-indeterminate:bg-accent group-indeterminate:text-on-accent group-selected:border-accent group-selected:bg-accent group-selected:text-on-accent group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-accent">
            {isIndeterminate ? (
              <Minus aria-hidden className="size-3" />
            ) : (
              <Check aria-hidden className="size-3" />
            )}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}

type SegmentedProps<Value extends string> = {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string; longLabel?: string }[];
  onChange: (value: Value) => void;
};

/** One of a few, all in sight: a period, a currency, a view. */
export function Segmented<Value extends string>({ label, value, choices, onChange }: SegmentedProps<Value>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(selected) => {
        const chosen = choices.find((choice) => selected.has(choice.value));
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className="inline-flex rounded-control bg-sunken p-0.5"
    >
      {choices.map((choice) => (
        <ToggleButton
          key={choice.value}
          id={choice.value}
          aria-label={choice.longLabel}
          className="h-6.5 rounded-[5px] px-2.5 text-13 font-medium text-ink-2 transition-colors hover:text-ink selected:bg-sheet selected:text-ink selected:shadow-[0_0_0_1px_var(--hairline)]"
        >
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
