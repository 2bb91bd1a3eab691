/** A button that opens a list of actions. */
import type { ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps,
  MenuTrigger,
  Popover,
  type PopoverProps,
} from "react-aria-components";
import { cx } from "@/shared/ui/cx";
import { POPOVER_CLASS } from "@/shared/ui/select";

type MenuProps = {
  label: string;
  /** The button that opens it: a `Button` or an `IconButton` without tooltip duties. */
  trigger: ReactNode;
  placement?: PopoverProps["placement"];
  header?: ReactNode;
  children: ReactNode;
};

export function Menu({ label, trigger, placement = "bottom end", header, children }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement} className={cx(POPOVER_CLASS, "min-w-56")}>
        {header}
        <AriaMenu aria-label={label} className="max-h-96 overflow-auto p-1 outline-none">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

type ItemProps = Omit<MenuItemProps, "className" | "style" | "children"> & {
  icon?: ReactNode;
  note?: string;
  isDangerous?: boolean;
  children: string;
};

export function MenuItem({ icon, note, isDangerous, children, ...props }: ItemProps) {
  return (
    <AriaMenuItem
      {...props}
      textValue={children}
      className={cx(
        "flex cursor-pointer items-center gap-2.5 rounded-control px-2 py-1.5 text-14 outline-none focus:bg-sunken",
        isDangerous ? "text-problem" : "text-ink",
      )}
    >
      <span aria-hidden className="grid size-4 place-items-center text-ink-2 [&>svg]:size-4">
        {icon}
      </span>
      <span className="flex-1">{children}</span>
      {note === undefined ? null : <span className="text-13 text-ink-2">{note}</span>}
    </AriaMenuItem>
  );
}
