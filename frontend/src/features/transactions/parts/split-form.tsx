/** Dividing a transaction: a line for each part, what is left counted down as one types. */
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import {
  complaintOf,
  type DraftPart,
  draftOf,
  hasAmount,
  type PartGiven,
  partsOf,
  restOf,
  withAnother,
} from "@/features/transactions/split-draft";
import { categoryChoicesQuery } from "@/shared/api/queries";
import type { Transaction } from "@/shared/api/types";
import { signOf } from "@/shared/lib/money";
import { Button, IconButton } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/field";
import { Money } from "@/shared/ui/money";
import { SearchableSelect } from "@/shared/ui/searchable-select";

type SplitFormProps = {
  transaction: Transaction;
  isPending: boolean;
  onSave: (parts: PartGiven[]) => void;
  onCancel: () => void;
};

export function SplitForm({ transaction, isPending, onSave, onCancel }: SplitFormProps) {
  const { amount, currency } = transaction;
  // Taken once: a live update of the row must not overwrite what is being typed.
  const [draft, setDraft] = useState(() => draftOf(transaction));
  const [wasTried, setWasTried] = useState(false);
  const complaint = complaintOf(draft, amount);

  function change(key: number, part: Partial<DraftPart>) {
    setDraft((before) => before.map((each) => (each.key === key ? { ...each, ...part } : each)));
  }

  function save(event: FormEvent) {
    event.preventDefault();
    setWasTried(true);
    if (complaint === null) onSave(partsOf(draft, amount));
  }

  return (
    <form onSubmit={save} aria-label="Split" className="flex flex-col gap-4">
      {draft.map((part, index) => (
        <PartFields
          key={part.key}
          part={part}
          number={index + 1}
          onChange={(changed) => change(part.key, changed)}
          onRemove={
            draft.length > 2
              ? () => setDraft((before) => before.filter(({ key }) => key !== part.key))
              : undefined
          }
        />
      ))}
      <Rest rest={restOf(draft, amount)} isWhole={draft.every(hasAmount)} currency={currency} />
      {wasTried && complaint !== null ? (
        <p role="alert" className="text-13 text-problem">
          {complaint}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="primary" isPending={isPending}>
          Save the parts
        </Button>
        <Button onPress={() => setDraft((before) => withAnother(before, amount))}>
          <Plus aria-hidden className="size-4" />
          Another part
        </Button>
        <Button kind="quiet" onPress={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

type RestProps = { rest: string | null; isWhole: boolean; currency: string };

function Rest({ rest, isWhole, currency }: RestProps) {
  const doesAddUp = isWhole ? "The parts add up." : "Nothing is left for the empty part.";
  return (
    <p role="status" className="text-13 text-ink-2">
      {rest === null ? "An amount cannot be read." : null}
      {rest !== null && signOf(rest) === 0 ? doesAddUp : null}
      {rest !== null && signOf(rest) !== 0 ? (
        <>
          <Money amount={rest} currency={currency} className="font-medium text-ink" />{" "}
          {signOf(rest) > 0 ? "left" : "too much"}
        </>
      ) : null}
    </p>
  );
}

type PartFieldsProps = {
  part: DraftPart;
  number: number;
  onChange: (part: Partial<DraftPart>) => void;
  onRemove: (() => void) | undefined;
};

function PartFields({ part, number, onChange, onRemove }: PartFieldsProps) {
  const choices = useQuery(categoryChoicesQuery(part.category)).data ?? [];
  return (
    <fieldset className="flex flex-col gap-3 rounded-card border border-hairline p-3">
      <legend className="sr-only">Part {number}</legend>
      <div className="flex items-end gap-3">
        <div className="min-w-0 flex-1">
          <SearchableSelect
            label={`Category of part ${number}`}
            choices={choices}
            value={part.category}
            onChange={(category) => onChange({ category })}
          />
        </div>
        {onRemove === undefined ? null : (
          <IconButton label={`Remove part ${number}`} onPress={onRemove}>
            <X aria-hidden className="size-4" />
          </IconButton>
        )}
      </div>
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3">
        <TextField
          label="Amount"
          inputMode="decimal"
          autoComplete="off"
          value={part.amount}
          onChange={(amount) => onChange({ amount })}
        />
        <TextField label="Note" maxLength={500} value={part.note} onChange={(note) => onChange({ note })} />
      </div>
    </fieldset>
  );
}
