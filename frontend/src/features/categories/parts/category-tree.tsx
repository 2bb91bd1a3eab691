// biome-ignore-all lint/a11y/useSemanticElements: rows of a treegrid fold; the elements of a table cannot say so.
// biome-ignore-all lint/a11y/useFocusableInteractive: the tree is one tab stop; its rows carry the focus, headings do not.
/** The tree of categories: primaries that unfold, what stands under them, and what is filed there. */
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { CategoryRow } from "@/features/categories/parts/category-row";
import type { TreeRow } from "@/features/categories/tree";
import { type RowDeeds, useRowKeys } from "@/features/categories/use-row-keys";

type CategoryTreeProps = { rows: readonly TreeRow[]; deeds: Omit<RowDeeds, "onOpen"> };

export function CategoryTree({ rows, deeds }: CategoryTreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const all: RowDeeds = {
    ...deeds,
    onOpen: (row) => void navigate({ to: "/transactions", search: { category: row.id } }),
  };
  const { active, onKeyDown, onFocusRow } = useRowKeys(tree, rows, all);
  return (
    <div
      ref={tree}
      role="treegrid"
      aria-label="Categories"
      aria-rowcount={rows.length}
      onKeyDown={onKeyDown}
      className="flex flex-col"
    >
      <div
        role="row"
        className="flex h-9 items-center gap-2 border-b border-hairline px-2 text-12 font-medium text-ink-2"
      >
        <span role="columnheader" className="flex-1 pl-7">
          Name
        </span>
        <span role="columnheader" className="w-20 text-right max-sm:sr-only">
          Times
        </span>
        <span role="columnheader" className="w-26 text-right sm:w-30">
          Total
        </span>
        <span role="columnheader" className="w-7">
          <span className="sr-only">Change</span>
        </span>
      </div>
      {rows.map((row) => (
        <CategoryRow
          key={row.id}
          row={row}
          isActive={row.id === active}
          onFocus={() => onFocusRow(row.id)}
          deeds={all}
        />
      ))}
    </div>
  );
}
