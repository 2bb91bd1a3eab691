/** A transaction's category in a chip that also says how sure we are and who said so. */
import { Split } from "lucide-react";
import type { Transaction, TransactionCategory } from "@/shared/api/types";
import { signOf } from "@/shared/lib/money";
import { CategoryIcon } from "@/shared/ui/category-mark";
import { cx } from "@/shared/ui/cx";
import { Highlight } from "@/shared/ui/highlight";

/** Below this the model only suggests; the same bound decides on the server. */
const SURE = 0.6;

export function isUnsure({ source, confidence }: TransactionCategory): boolean {
  return source === "model" && confidence !== null && confidence < SURE;
}

export function CategoryChip({ category }: { category: TransactionCategory | null }) {
  if (category === null) return <span className="animate-breathe text-13 text-ink-2">Categorising…</span>;
  const unsure = isUnsure(category);
  return (
    <Highlight value={category.detailed} className="min-w-0">
      <span
        className={cx(
          "inline-flex h-6 max-w-full items-center gap-1.5 rounded-full px-2.5 text-12 text-ink-2",
          unsure ? "border border-dashed border-ink-3" : "bg-sunken",
        )}
        title={category.reason?.text}
      >
        <CategoryIcon name={category.icon} className="size-3 shrink-0" />
        <span className="truncate">{category.label}</span>
        {unsure ? <span className="sr-only">, not sure</span> : null}
      </span>
    </Highlight>
  );
}

/** In place of one category: how many parts, each with its own, and whether they still add up. */
export function PartsChip({ transaction }: { transaction: Transaction }) {
  const { parts, unassigned } = transaction;
  const isOff = signOf(unassigned) !== 0;
  return (
    <span
      className={cx(
        "inline-flex h-6 max-w-full items-center gap-1.5 rounded-full px-2.5 text-12 text-ink-2",
        isOff ? "border border-dashed border-attention" : "bg-sunken",
      )}
      title={parts.map(({ category_label }) => category_label).join(", ")}
    >
      <Split aria-hidden className="size-3 shrink-0" />
      <span className="truncate">
        {parts.length} parts{isOff ? ", not adding up" : ""}
      </span>
    </span>
  );
}
