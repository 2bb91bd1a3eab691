/** Every category with what is filed under it; one's own are made, called otherwise, merged and removed here. */
import { useQuery } from "@tanstack/react-query";
import { Plus, Tags } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { countedCategoriesQuery } from "@/features/categories/api";
import { CategoryDialog, type Writing } from "@/features/categories/parts/category-dialog";
import { CategoryTree } from "@/features/categories/parts/category-tree";
import { ReplaceDialog } from "@/features/categories/parts/replace-dialog";
import { listRows, openAtFirst, type TreeRow } from "@/features/categories/tree";
import { useLeaving } from "@/features/categories/use-leaving";
import type { CategoryGroup } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { SearchField } from "@/shared/ui/field";
import { KeyHints } from "@/shared/ui/key-hints";
import { Page } from "@/shared/ui/page";

const KEYS = [
  ["Enter", "see the transactions"],
  ["E", "change"],
  ["N", "new category"],
  ["M", "merge into another"],
  ["Del", "hide or remove"],
] as const;

export function CategoriesPage() {
  const categories = useQuery(countedCategoriesQuery);
  const [search, setSearch] = useState("");
  const [writing, setWriting] = useState<Writing | null>(null);
  const first = mostUsed(categories.data ?? [])?.primary;
  return (
    <Page
      title="Categories"
      note="Rename them as you like, and add your own."
      actions={
        <>
          <KeyHints hints={KEYS} />
          <Button
            kind="primary"
            isDisabled={first === undefined}
            onPress={() => first !== undefined && setWriting({ kind: "new", primary: first })}
          >
            <Plus aria-hidden className="size-4" />
            New category
          </Button>
        </>
      }
    >
      <SearchField
        label="Search categories"
        placeholder="Search categories"
        value={search}
        onChange={setSearch}
        className="mb-3 w-full sm:w-72"
      />
      <Answered query={categories} what="your categories" rows={8}>
        {(groups) => <Categories groups={groups} search={search} writing={writing} onWrite={setWriting} />}
      </Answered>
    </Page>
  );
}

/** Where a new one most likely belongs. */
function mostUsed(groups: readonly CategoryGroup[]): CategoryGroup | undefined {
  const uses = ({ usage }: CategoryGroup) => usage?.transactions ?? 0;
  return groups.toSorted((one, other) => uses(other) - uses(one))[0];
}

type CategoriesProps = {
  groups: readonly CategoryGroup[];
  search: string;
  writing: Writing | null;
  onWrite: (writing: Writing | null) => void;
};

function Categories({ groups, search, writing, onWrite }: CategoriesProps) {
  const [open, setOpen] = useState(() => openAtFirst(groups));
  const rows = listRows(groups, open, useDeferredValue(search.trim()));
  const { leaving, stay, remove, merge } = useLeaving();

  function fold(primary: string, isOpen: boolean) {
    const others = [...open].filter((each) => each !== primary);
    setOpen(new Set(isOpen ? [...others, primary] : others));
  }

  const deeds = {
    onFold: (row: TreeRow, isOpen: boolean) => fold(row.group.primary, isOpen),
    onChange: (row: TreeRow) => onWrite({ kind: "change", row }),
    onAdd: (row: TreeRow) => onWrite({ kind: "new", primary: row.group.primary }),
    onMerge: merge,
    onRemove: remove,
  };
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState icon={<Tags />} title="No category has these words">
          Clear the search to see all, or add a category of your own.
        </EmptyState>
      ) : (
        <CategoryTree rows={rows} deeds={deeds} />
      )}
      <CategoryDialog
        writing={writing}
        groups={groups}
        onAdded={(primary) => fold(primary, true)}
        onClose={() => onWrite(null)}
      />
      <ReplaceDialog leaving={leaving} groups={groups} onClose={stay} />
    </>
  );
}
