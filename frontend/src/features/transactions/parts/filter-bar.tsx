/** The filters over the list. Every change goes to the address, so a filtered list can be bookmarked and sent. */
import { useQuery } from "@tanstack/react-query";
import { SlidersHorizontal, X } from "lucide-react";
import { useState } from "react";
import { SearchText } from "@/features/transactions/parts/search-text";
import { countFilters, type TransactionSearch, wordFor } from "@/features/transactions/search";
import { accountsQuery, categoriesQuery } from "@/shared/api/queries";
import { typedAmount } from "@/shared/lib/typed-amount";
import { Button } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";
import { INPUT_CLASS } from "@/shared/ui/field";
import { type Choice, Select } from "@/shared/ui/select";

type FilterBarProps = {
  search: TransactionSearch;
  onChange: (change: Partial<TransactionSearch>) => void;
  onClear: () => void;
};

const ANY = "";
const UNCATEGORISED = "none";

export function FilterBar({ search, onChange, onClear }: FilterBarProps) {
  // On a phone the choices would push the list off the screen; there they wait behind a button.
  const [isOpen, setIsOpen] = useState(false);
  const count = countFilters(search);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchText search={search} onChange={onChange} />
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
      <Chips search={search} onChange={onChange} />
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
    </>
  );
}

const SUMS: Readonly<Record<string, string>> = {
  income: "Counted as money in",
  spending: "Counted as spent",
};
// What only a link or typed words can choose, and a press takes away.
const CHIPS = {
  merchant: (key: string) => key,
  counts_as: (sum: string) => SUMS[sum] ?? sum,
  currency: (code: string) => code,
  least: (amount: string) => `${typedAmount(amount)} or more`,
  most: (amount: string) => `${typedAmount(amount)} or less`,
  without: (words: string) => `Without ${words}`,
} as const;
const FROM_ELSEWHERE = ["merchant", "counts_as", "currency", "least", "most", "without"] as const;

/** Always in sight, on a phone as well: nothing else there says that these hold. */
function Chips({ search, onChange }: Pick<FilterBarProps, "search" | "onChange">) {
  return (
    <>
      {FROM_ELSEWHERE.map((name) => {
        const value = search[name];
        if (value === undefined) return null;
        return (
          <Button key={name} onPress={() => onChange({ [name]: undefined })}>
            {CHIPS[name](value)}
            <X aria-label={`Remove this ${wordFor(name)}`} className="size-3.5" />
          </Button>
        );
      })}
    </>
  );
}

const PENDING: readonly Choice[] = [
  { id: ANY, label: "Any state" },
  { id: "false", label: "Posted" },
  { id: "true", label: "Pending or expected" },
];

type ChoiceProps = { value: string | undefined; onChange: (value: string) => void };

/** What a link names and is not here is said so, instead of showing an empty field. */
function withUnknown(choices: readonly Choice[], value: string | undefined): readonly Choice[] {
  const isKnown = value === undefined || choices.some(({ id }) => id === value);
  return isKnown ? choices : [...choices, { id: value, label: "Not known" }];
}

function AccountChoice({ value, onChange }: ChoiceProps) {
  const { data: accounts = [], isPending } = useQuery(accountsQuery);
  const choices = [
    { id: ANY, label: "All accounts" },
    ...accounts.map(({ id, name, mask }) => ({ id, label: mask === null ? name : `${name} ··${mask}` })),
  ];
  return (
    <Select
      label="Account"
      hideLabel
      className="w-36"
      choices={withUnknown(choices, isPending ? undefined : value)}
      value={value ?? ANY}
      onChange={onChange}
    />
  );
}

function CategoryChoice({ value, onChange }: ChoiceProps) {
  const { data: groups = [], isPending } = useQuery(categoriesQuery);
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
      choices={withUnknown(choices, isPending ? undefined : value)}
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
