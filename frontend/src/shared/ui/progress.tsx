/** Work under way: a bar when its size is known, a moving one when it is not, always with words. */
import { Label, ProgressBar } from "react-aria-components";
import { cx } from "@/shared/ui/cx";

type ProgressProps = {
  label: string /** 0 to 1; left out while the size is not known. */;
  value?: number;
  note?: string;
  className?: string;
};

export function Progress({ label, value, note, className }: ProgressProps) {
  const known = value !== undefined;
  return (
    <ProgressBar
      isIndeterminate={!known}
      value={known ? value * 100 : 0}
      {...(note === undefined ? {} : { valueLabel: note })}
      className={cx("flex flex-col gap-1.5", className)}
    >
      <div className="flex justify-between gap-3 text-13">
        <Label>{label}</Label>
        {note === undefined ? null : <span className="text-ink-2">{note}</span>}
      </div>
      <div className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <div
          className={cx(
            "h-full rounded-full bg-accent transition-[width] duration-200",
            !known && "w-1/3 animate-breathe",
          )}
          style={known ? { width: `${Math.round(value * 100)}%` } : undefined}
        />
      </div>
    </ProgressBar>
  );
}

export function Spinner({ label }: { label: string }) {
  return (
    <span role="status" className="inline-flex">
      <span
        aria-hidden
        className="size-4 animate-spin rounded-full border-2 border-hairline border-t-accent"
      />
      <span className="sr-only">{label}</span>
    </span>
  );
}
