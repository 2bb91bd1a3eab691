/** Categories in their smallest valid form. */
import type { Category, CategoryGroup } from "@/shared/api/types";

export function aCategoryShown(change: Partial<Category> = {}): Category {
  return {
    detailed: "FOOD_AND_DRINK_COFFEE",
    primary: "FOOD_AND_DRINK",
    label: "Coffee",
    description: "Cafes and coffee shops",
    color: null,
    icon: null,
    is_own: false,
    is_hidden: false,
    built_in_label: change.is_own === true ? null : (change.label ?? "Coffee"),
    usage: { transactions: 0, sums: [], lessons: 0, rules: 0 },
    ...change,
  };
}

export function aCategoryGroup(change: Partial<CategoryGroup> = {}): CategoryGroup {
  return {
    primary: "FOOD_AND_DRINK",
    label: "Food and drink",
    color: null,
    icon: null,
    built_in_label: "Food and drink",
    usage: { transactions: 0, sums: [], lessons: 0, rules: 0 },
    children: [aCategoryShown()],
    ...change,
  };
}
