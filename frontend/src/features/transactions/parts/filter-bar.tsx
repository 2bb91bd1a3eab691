/** The filters over the list. Every change goes to the address, so a filtered list can be bookmarked and sent. */
import { useQuery } from "@tanstack/react-query";
import { SlidersHorizontal, X } from "lucide-react";
import { useEffect, useState } from "react";
import { countFilters, type TransactionSearch, wordFor } from "@/features/transactions/search";
import { accountsQuery, categoriesQuery } from "@/shared/api/queries";
import { Button } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";
import { INPUT_CLASS, SearchField } from "@/shared/ui/field";
import { type Choice, Select } from "@/shared/ui/select";

type FilterBarProps = {
  search: TransactionSearch;
  onChange: (change: Partial<TransactionSearch>) => void;
  onClear: () => void;
};

const ANY = "";
const UNCATEGORISED = "none";
const TYPING_MS = 200;

export function FilterBar({ search, onChange, onClear }: FilterBarProps) {
  // On a phone the choices would push the list off the screen; there they wait behind a button.
  const [isOpen, setIsOpen] = useState(false);
  const count = countFilters(search);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchText value={search.search ?? ""} onChange={(text) => onChange({ search: text || undefined })} />
      <Button className="md:hidden" aria-expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
        <SlidersHorizontal aria-hidden className="size-4" />
        {count === 0 ? "Filters" : `Filters (${count})`}
      </Button>
      <div className={cx("flex flex-wrap items-center gap-2 max-md:w-full", !isOpen && "max-md:hidden")}>
        <Choices search={search} onChange={onChange} />
        {count === 0 ? null : (
          <Button kind="quiet" onPress={onClear}>
            Clear filters
          </Button>
        )}
      </div>
    </div>
  );
}

function Choices({ search, onChange }: Pick<FilterBarProps, "search" | "onChange">) {
  return (
    <>
      <AccountChoice value={search.account_id} onChange={(id) => onChange({ account_id: id || undefined })} />
      <CategoryChoice
        value={search.category}
        onChange={(code) => onChange({ category: code || undefined })}
      />
      <Day
        label="From"
        value={search.from}
        max={search.to}
        onChange={(day) => onChange({ from: day || undefined })}
      />
      <Day
        label="To"
        value={search.to}
        min={search.from}
        onChange={(day) => onChange({ to: day || undefined })}
      />
      <Select
        label="State"
        hideLabel
        className="w-28"
        choices={PENDING}
        value={search.pending === undefined ? ANY : String(search.pending)}
        onChange={(value) => onChange({ pending: value === ANY ? undefined : value === "true" })}
      />
      {FROM_ELSEWHERE.map((name) => {
        const value = search[name];
        if (value === undefined) return null;
        return (
          <Button key={name} onPress={() => onChange({ [name]: undefined })}>
            {name === "counts_as" ? SUMS[value] : value}
            <X aria-label={`Remove this ${wordFor(name)}`} className="size-3.5" />
          </Button>
        );
      })}
    </>
  );
}

// What only a link can choose, and a person only take away.
const FROM_ELSEWHERE = ["merchant", "counts_as", "currency"] as const;
const SUMS: Readonly<Record<string, string>> = {
  income: "Counted as money in",
  spending: "Counted as spent",
};

const PENDING: readonly Choice[] = [
  { id: ANY, label: "Any state" },
  { id: "false", label: "Posted" },
  { id: "true", label: "Pending or expected" },
];

/** Follows the address, but lets a person type: the address changes when the typing pauses. */
function SearchText({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <SearchField
      label="Search transactions"
      placeholder="Search"
      value={text}
      onChange={setText}
      className="min-w-40 flex-1 basis-40"
    />
  );
}

type ChoiceProps = { value: string | undefined; onChange: (value: string) => void };

function AccountChoice({ value, onChange }: ChoiceProps) {
  const accounts = useQuery(accountsQuery).data ?? [];
  const choices = [
    { id: ANY, label: "All accounts" },
    ...accounts.map(({ id, name, mask }) => ({ id, label: mask === null ? name : `${name} ··${mask}` })),
  ];
  return (
    <Select
      label="Account"
      hideLabel
      className="w-36"
      choices={choices}
      value={value ?? ANY}
      onChange={onChange}
    />
  );
}

function CategoryChoice({ value, onChange }: ChoiceProps) {
  const groups = useQuery(categoriesQuery).data ?? [];
  const choices = [
    { id: ANY, label: "All categories" },
    { id: UNCATEGORISED, label: "Not categorised yet" },
    ...groups.flatMap((group) => [
      { id: group.primary, label: group.label },
      ...group.children
        .filter(({ detailed, is_hidden }) => !is_hidden || detailed === value)
        .map((child) => ({ id: child.detailed, label: `${group.label}: ${child.label}` })),
    ]),
  ];
  return (
    <Select
      label="Category"
      hideLabel
      className="w-40"
      choices={choices}
      value={value ?? ANY}
      onChange={onChange}
    />
  );
}

type DayProps = ChoiceProps & { label: string; min?: string | undefined; max?: string | undefined };

function Day({ label, value, min, max, onChange }: DayProps) {
  return (
    <label className="flex items-center gap-1.5 text-13 text-ink-2">
      {label}
      <input
        type="date"
        value={value ?? ""}
        min={min}
        max={max}
        onChange={(event) => onChange(event.target.value)}
        className={`${INPUT_CLASS} min-w-0 px-2 max-w-34`}
      />
    </label>
  );
}
