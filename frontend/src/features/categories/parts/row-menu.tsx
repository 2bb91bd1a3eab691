/** What one can do with a category; each has a key of its own as well. */
import { Ellipsis, Eye, EyeOff, ListFilter, Merge, Pencil, Plus, Trash2 } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import type { TreeRow } from "@/features/categories/tree";
import type { RowDeeds } from "@/features/categories/use-row-keys";
import { buttonClass } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";
import { Menu, MenuItem } from "@/shared/ui/menu";

export function RowMenu({ row, deeds }: { row: TreeRow; deeds: RowDeeds }) {
  const label = row.kind === "group" ? row.group.label : row.category.label;
  return (
    <Menu
      label={label}
      trigger={
        <AriaButton
          aria-label={`More about ${label}`}
          excludeFromTabOrder
          className={cx(buttonClass("quiet"), "size-7 px-0!")}
        >
          <Ellipsis aria-hidden className="size-4" />
        </AriaButton>
      }
    >
      {itemsOf(row, deeds)}
    </Menu>
  );
}

function itemsOf(row: TreeRow, deeds: RowDeeds) {
  const common = [
    <MenuItem key="change" icon={<Pencil />} note="E" onAction={() => deeds.onChange(row)}>
      Change…
    </MenuItem>,
    <MenuItem key="open" icon={<ListFilter />} note="Enter" onAction={() => deeds.onOpen(row)}>
      See transactions
    </MenuItem>,
    <MenuItem key="add" icon={<Plus />} note="N" onAction={() => deeds.onAdd(row)}>
      New one here…
    </MenuItem>,
  ];
  if (row.kind === "group") return common;
  const { is_own, is_hidden } = row.category;
  if (!is_own) {
    const hide = (
      <MenuItem
        key="hide"
        icon={is_hidden ? <Eye /> : <EyeOff />}
        note="Del"
        onAction={() => deeds.onRemove(row)}
      >
        {is_hidden ? "Show again" : "Hide"}
      </MenuItem>
    );
    return [...common, hide];
  }
  return [
    ...common,
    <MenuItem key="merge" icon={<Merge />} note="M" onAction={() => deeds.onMerge(row)}>
      Merge into…
    </MenuItem>,
    <MenuItem key="remove" icon={<Trash2 />} note="Del" isDangerous onAction={() => deeds.onRemove(row)}>
      Remove
    </MenuItem>,
  ];
}
