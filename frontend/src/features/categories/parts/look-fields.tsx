/** How a category looks: one of the twelve colours and one of the icons, or as its group has it. */
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import type { CategoryIconName } from "@/shared/api/types";
import { CategoryIcon, ICON_NAMES } from "@/shared/ui/category-mark";
import { seriesColor } from "@/shared/ui/series";

const NONE = "none";
const COLORS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
const COLOR_NAMES = [
  ...["Blue", "Amber", "Green", "Rose", "Sky", "Violet"],
  ...["Olive", "Rust", "Indigo", "Pink", "Plum", "Grey"],
];

type ColorFieldProps = { value: number | null; onChange: (color: number | null) => void };

export function ColorField({ value, onChange }: ColorFieldProps) {
  return (
    <Choice
      label="Colour"
      value={value === null ? NONE : String(value)}
      onChange={(chosen) => onChange(COLORS.find((color) => String(color) === chosen) ?? null)}
    >
      <Option value={NONE} label="As its group" />
      {COLORS.map((color, place) => (
        <Option
          key={color}
          value={String(color)}
          label={COLOR_NAMES[place] ?? ""}
          color={seriesColor(color)}
        />
      ))}
    </Choice>
  );
}

type IconFieldProps = {
  value: CategoryIconName | null;
  onChange: (icon: CategoryIconName | null) => void;
};

export function IconField({ value, onChange }: IconFieldProps) {
  return (
    <Choice
      label="Icon"
      value={value ?? NONE}
      onChange={(chosen) => onChange(ICON_NAMES.find((name) => name === chosen) ?? null)}
    >
      <Option value={NONE} label="Its first letter">
        <span aria-hidden className="text-14 font-semibold">
          A
        </span>
      </Option>
      {ICON_NAMES.map((name) => (
        <Option key={name} value={name} label={name.replaceAll("-", " ")}>
          <CategoryIcon name={name} className="size-4" />
        </Option>
      ))}
    </Choice>
  );
}

type ChoiceProps = { label: string; value: string; onChange: (value: string) => void; children: ReactNode };

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <RadioGroup value={value} onChange={onChange} orientation="horizontal" className="flex flex-col gap-1.5">
      <Label className="text-13 font-medium">{label}</Label>
      <div className="flex max-h-36 flex-wrap gap-1 overflow-y-auto p-0.5">{children}</div>
    </RadioGroup>
  );
}

type OptionProps = { value: string; label: string; color?: string; children?: ReactNode };

function Option({ value, label, color, children }: OptionProps) {
  return (
    <Radio
      value={value}
      aria-label={label}
      className="group grid size-8 cursor-pointer place-items-center rounded-control border border-transparent text-ink-2 hover:bg-sunken selected:border-accent selected:text-ink focus-visible:outline-2 focus-visible:outline-accent"
    >
      {children ?? (
        <span
          aria-hidden
          className="grid size-5 place-items-center rounded-full border border-ink-3/40 text-sheet"
          style={color === undefined ? undefined : { backgroundColor: color }}
        >
          {color === undefined ? null : <Check className="invisible size-3.5 group-selected:visible" />}
        </span>
      )}
    </Radio>
  );
}
