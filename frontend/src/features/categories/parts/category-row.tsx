// biome-ignore-all lint/a11y/useSemanticElements: rows of a treegrid fold; the elements of a table cannot say so.
// biome-ignore-all lint/a11y/useFocusableInteractive: the tree is one tab stop; its rows carry the focus, cells do not.
/** One row of the tree: a primary or a category under it, with what is filed there and what one can do. */
import { Link } from "@tanstack/react-router";
import { ChevronRight, EyeOff } from "lucide-react";
import { RowMenu } from "@/features/categories/parts/row-menu";
import type { TreeRow } from "@/features/categories/tree";
import type { RowDeeds } from "@/features/categories/use-row-keys";
import type { Category, CategoryGroup, CategoryUsage } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";
import { CategoryMark } from "@/shared/ui/category-mark";
import { cx } from "@/shared/ui/cx";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";

type CategoryRowProps = { row: TreeRow; isActive: boolean; onFocus: () => void; deeds: RowDeeds };

export function CategoryRow({ row, isActive, onFocus, deeds }: CategoryRowProps) {
  const isGroup = row.kind === "group";
  const shown = isGroup ? row.group : row.category;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around the rows answers the keys, for all rows at once.
    <div
      role="row"
      aria-level={isGroup ? 1 : 2}
      aria-expanded={isGroup ? row.isOpen : undefined}
      aria-label={shown.label}
      tabIndex={isActive ? 0 : -1}
      data-row={row.id}
      onFocus={onFocus}
      onClick={(event) => {
        const isLink = event.target instanceof Element && event.target.closest("a, button") !== null;
        if (isGroup && !isLink) deeds.onFold(row, !row.isOpen);
      }}
      className={cx(
        "flex min-h-(--row) items-center gap-2 border-b border-hairline px-2 py-1.5 hover:bg-sunken/60 focus-visible:-outline-offset-2",
        isGroup && "cursor-pointer font-medium",
      )}
    >
      <span role="gridcell" className={cx("flex min-w-0 flex-1 items-center gap-3", !isGroup && "pl-7")}>
        {isGroup ? <Fold isOpen={row.isOpen} /> : null}
        <CategoryMark category={{ ...shown, primary: row.group.primary }} />
        {isGroup ? <GroupName group={row.group} /> : <ChildName category={row.category} />}
      </span>
      <Figures usage={shown.usage} />
      <span role="gridcell" className="w-7">
        <RowMenu row={row} deeds={deeds} />
      </span>
    </div>
  );
}

function Fold({ isOpen }: { isOpen: boolean }) {
  return (
    <ChevronRight
      aria-hidden
      className={cx("size-4 shrink-0 text-ink-2 transition-transform duration-150", isOpen && "rotate-90")}
    />
  );
}

function GroupName({ group }: { group: CategoryGroup }) {
  const own = group.children.filter(({ is_own }) => is_own).length;
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="truncate">{group.label}</span>
      {own === 0 ? null : (
        <span className="shrink-0 text-12 font-normal text-ink-2 max-sm:hidden">{own} of yours</span>
      )}
    </span>
  );
}

function noteOn({ is_own, label, built_in_label }: Category): string | null {
  if (is_own) return "Yours";
  return built_in_label === label ? null : built_in_label;
}

function ChildName({ category }: { category: Category }) {
  const { detailed, label, is_hidden } = category;
  const note = noteOn(category);
  return (
    <span className={cx("flex min-w-0 items-baseline gap-2", is_hidden && "text-ink-2")}>
      <Link
        to="/transactions"
        search={{ category: detailed }}
        tabIndex={-1}
        className="truncate rounded-control hover:underline"
      >
        <Highlight value={label}>{label}</Highlight>
      </Link>
      {note === null ? null : <span className="shrink-0 text-12 text-ink-2">{note}</span>}
      {is_hidden ? (
        <span className="flex shrink-0 items-center gap-1 self-center text-12">
          <EyeOff aria-hidden className="size-3.5" />
          Hidden
        </span>
      ) : null}
    </span>
  );
}

function Figures({ usage }: { usage: CategoryUsage | null }) {
  return (
    <>
      <span role="gridcell" className="w-20 text-right text-ink-2 tabular-nums max-sm:hidden">
        {usage === null || usage.transactions === 0 ? "–" : formatCount(usage.transactions)}
      </span>
      <span role="gridcell" className="flex w-26 flex-col sm:w-30 items-end text-right">
        <Sums usage={usage} />
      </span>
    </>
  );
}

function Sums({ usage }: { usage: CategoryUsage | null }) {
  if (usage === null || usage.sums.length === 0) return <span className="text-ink-2">–</span>;
  return usage.sums.map(({ currency, amount }) => (
    <Money key={currency} amount={amount} currency={currency} signs="always" />
  ));
}
