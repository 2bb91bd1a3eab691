/** Buttons, and the classes a link borrows when it should look like one. */
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  TooltipTrigger,
} from "react-aria-components";
import { cx } from "@/shared/ui/cx";
import { Tooltip } from "@/shared/ui/tooltip";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

const SHAPE =
  "inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap transition-colors duration-150 ease-out disabled:cursor-not-allowed disabled:opacity-50";
const SIZES: Record<ButtonSize, string> = {
  small: "h-7 px-2.5 text-13",
  medium: "h-9 px-3.5 text-14",
  large: "h-11 px-5 text-14",
};
const KINDS: Record<ButtonKind, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent/90 pressed:bg-accent/80",
  secondary: "border border-hairline bg-sheet text-ink hover:bg-sunken pressed:bg-hairline",
  quiet: "text-ink-2 hover:bg-sunken hover:text-ink pressed:bg-hairline",
  danger: "border border-problem/40 bg-sheet text-problem hover:bg-problem/8 pressed:bg-problem/15",
};

export function buttonClass(kind: ButtonKind = "secondary", size: ButtonSize = "medium"): string {
  return cx(SHAPE, SIZES[size], KINDS[kind]);
}

export type ButtonProps = Omit<AriaButtonProps, "className" | "style"> & {
  kind?: ButtonKind;
  size?: ButtonSize;
  className?: string;
};

/** `isPending` keeps the width and the focus while work is under way. */
export function Button({ kind, size, className, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={cx(buttonClass(kind, size), "data-pending:opacity-60", className)} />
  );
}

export type IconButtonProps = Omit<ButtonProps, "children" | "aria-label" | "size"> & {
  /** Read by screen readers and shown as the tooltip. */
  label: string;
  size?: "small" | "medium";
  children: ReactNode;
};

export function IconButton({
  label,
  kind = "quiet",
  size = "medium",
  className,
  children,
  ...props
}: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton
        {...props}
        aria-label={label}
        className={cx(SHAPE, KINDS[kind], size === "small" ? "size-7" : "size-9", className)}
      >
        {children}
      </AriaButton>
      <Tooltip>{label}</Tooltip>
    </TooltipTrigger>
  );
}
