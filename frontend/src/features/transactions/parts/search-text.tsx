/** The field for words to look for, which also takes typed filters. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import type { TransactionSearch } from "@/features/transactions/search";
import { readTyped } from "@/features/transactions/typed-filters";
import { categoriesQuery } from "@/shared/api/queries";
import { SearchField } from "@/shared/ui/field";

const TYPING_MS = 200;

type SearchTextProps = {
  search: TransactionSearch;
  onChange: (change: Partial<TransactionSearch>) => void;
};

/** Follows the address, but lets a person type: the address changes when the typing pauses. */
export function SearchText({ search, onChange }: SearchTextProps) {
  const value = search.search ?? "";
  const groups = useQuery(categoriesQuery).data ?? [];
  const [text, setText] = useState(value);

  function apply(isDone: boolean) {
    const { words, filters, open } = readTyped(text, groups, isDone);
    const isFound = Object.keys(filters).length > 0;
    // A filter that was taken stands beside the field from now on.
    if (isFound) setText([words, open].join(" ").trimStart());
    if (isFound || words !== value) onChange({ ...filters, search: words || undefined });
  }

  // What the address says, as the palette sends it, nobody is still typing.
  const pause = useEffectEvent(() => apply(text === value));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each letter begins the pause anew.
  useEffect(() => {
    const timer = setTimeout(() => pause(), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);

  // What this field has told itself comes back as the address: what was typed since must stay.
  const follow = useEffectEvent((told: string) => {
    if (readTyped(text, groups, false).words !== told) setText(told);
  });
  useEffect(() => follow(value), [value]);

  return (
    <SearchField
      label="Search transactions"
      placeholder="Search"
      value={text}
      onChange={setText}
      onSubmit={() => apply(true)}
      className="min-w-40 flex-1 basis-40"
    />
  );
}
