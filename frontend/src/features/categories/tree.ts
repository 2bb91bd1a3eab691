/** Which rows of the tree are in sight: what is unfolded, or what a search finds. */
import type { Category, CategoryGroup, CategoryUsage } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";

export type GroupRow = { kind: "group"; id: string; group: CategoryGroup; isOpen: boolean };
export type ChildRow = { kind: "child"; id: string; group: CategoryGroup; category: Category };
export type TreeRow = GroupRow | ChildRow;

/** Groups in order, each unfolded one with its children; a search unfolds what it finds and leaves out the rest. */
export function listRows(
  groups: readonly CategoryGroup[],
  open: ReadonlySet<string>,
  search: string,
): TreeRow[] {
  if (search !== "") return groups.flatMap((group) => listFound(group, search));
  return groups.flatMap((group) => rowsOf(group, open.has(group.primary) ? group.children : []));
}

function listFound(group: CategoryGroup, search: string): TreeRow[] {
  const found = group.children.filter((child) => hasWords(child, search));
  return found.length > 0 || hasWords(group, search) ? rowsOf(group, found) : [];
}

function rowsOf(group: CategoryGroup, children: readonly Category[]): TreeRow[] {
  const head: GroupRow = { kind: "group", id: group.primary, group, isOpen: children.length > 0 };
  return [head, ...children.map((category) => childRow(group, category))];
}

function childRow(group: CategoryGroup, category: Category): ChildRow {
  return { kind: "child", id: category.detailed, group, category };
}

function hasWords({ label, built_in_label }: { label: string; built_in_label: string | null }, text: string) {
  const words = text.toLocaleLowerCase();
  return [label, built_in_label ?? ""].some((each) => each.toLocaleLowerCase().includes(words));
}

/** Unfolded at first: where a person has made something of their own. */
export function openAtFirst(groups: readonly CategoryGroup[]): ReadonlySet<string> {
  const own = groups.filter(({ children }) => children.some(({ is_own }) => is_own));
  return new Set(own.map(({ primary }) => primary));
}

export function isUsed(usage: CategoryUsage | null): boolean {
  return usage !== null && usage.transactions + usage.lessons + usage.rules > 0;
}

/** "3 transactions, 1 merchant, 2 rules": what would move with a category. */
export function usageInWords({ transactions, lessons, rules }: CategoryUsage): string {
  const parts = [
    counted(transactions, "transaction"),
    counted(lessons, "merchant"),
    counted(rules, "rule"),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

function counted(count: number, name: string): string {
  if (count === 0) return "";
  return formatCounted(count, name);
}
