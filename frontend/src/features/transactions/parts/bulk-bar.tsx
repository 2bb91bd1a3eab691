/** What can be done with the rows picked out of the list: their number and sum first, then one change and one undo. */
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useChangeMany } from "@/features/transactions/api";
import type { Selection } from "@/features/transactions/use-selection";
import { categoryChoicesQuery } from "@/shared/api/queries";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import type { Transaction, TransactionChange } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { sum } from "@/shared/lib/money";
import { Button, IconButton } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { Money } from "@/shared/ui/money";
import { SearchableSelect } from "@/shared/ui/searchable-select";
import { notify } from "@/shared/ui/toast";

export function BulkBar({ selection }: { selection: Selection }) {
  const { chosen, clear } = selection;
  const [isChoosing, setIsChoosing] = useState(false);
  const { change, isPending, error } = useChange(chosen, () => {
    setIsChoosing(false);
    clear();
  });
  if (chosen.length === 0) return null;
  const areCounted = chosen.some(({ is_excluded }) => !is_excluded);
  return (
    <section
      aria-label="Selected transactions"
      className="sticky bottom-20 z-10 mx-2 flex flex-wrap items-center gap-2 rounded-card border border-hairline bg-sheet py-2 pr-2 pl-4 shadow-float lg:bottom-4"
    >
      <p role="status" className="mr-auto">
        <Counted chosen={chosen} />
      </p>
      <Button size="small" kind="primary" onPress={() => setIsChoosing(true)}>
        Category…
      </Button>
      <Button size="small" isPending={isPending} onPress={() => change({ is_excluded: areCounted })}>
        {areCounted ? "Leave out of figures" : "Count in figures"}
      </Button>
      <IconButton label="Select none" size="small" onPress={clear}>
        <X aria-hidden className="size-4" />
      </IconButton>
      {isChoosing ? null : <FormError error={error} />}
      <Dialog title="Change the category" isOpen={isChoosing} onClose={() => setIsChoosing(false)}>
        <CategoryForm
          chosen={chosen}
          isPending={isPending}
          error={error}
          onCancel={() => setIsChoosing(false)}
          onChoose={(category_detailed) => change({ category_detailed })}
        />
      </Dialog>
    </section>
  );
}

function useChange(chosen: readonly Transaction[], onDone: () => void) {
  const changing = useChangeMany();
  const takeBack = useTakeBack();
  function change(change: TransactionChange) {
    changing.mutate(
      { transaction_ids: chosen.map(({ id }) => id), change },
      {
        onSuccess: ({ changed, revision_id }) => {
          notify({
            title: `${formatCounted(changed, "transaction")} changed`,
            ...undoing(revision_id, takeBack.mutate),
          });
          onDone();
        },
      },
    );
  }
  return { change, isPending: changing.isPending, error: changing.error };
}

/** "3 transactions, −$12.00": how many, and their sum in each currency. */
function Counted({ chosen }: { chosen: readonly Transaction[] }) {
  const currencies = [...new Set(chosen.map(({ currency }) => currency))];
  return (
    <>
      <span className="font-medium">{formatCounted(chosen.length, "transaction")}</span>
      {currencies.map((currency) => (
        <span key={currency} className="text-ink-2">
          {", "}
          <Money
            amount={sum(chosen.filter((each) => each.currency === currency).map(({ amount }) => amount))}
            currency={currency}
            signs="always"
          />
        </span>
      ))}
    </>
  );
}

type CategoryFormProps = {
  chosen: readonly Transaction[];
  isPending: boolean;
  error: Error | null;
  onCancel: () => void;
  onChoose: (detailed: string) => void;
};

function CategoryForm({ chosen, isPending, error, onCancel, onChoose }: CategoryFormProps) {
  const choices = useQuery(categoryChoicesQuery()).data ?? [];
  const [category, setCategory] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    if (category !== "") onChoose(category);
  }

  return (
    <form onSubmit={submit} className="contents">
      <DialogBody className="flex flex-col gap-3">
        <p>
          <Counted chosen={chosen} />
        </p>
        <SearchableSelect label="New category" choices={choices} value={category} onChange={setCategory} />
        <p className="text-13 text-pretty text-ink-2">
          All of them get this category, whatever a rule or Saldo thought. It can be taken back at once, and
          teaches nothing for what comes.
        </p>
        <FormError error={error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onCancel}>Cancel</Button>
        <Button type="submit" kind="primary" isDisabled={category === ""} isPending={isPending}>
          Change {chosen.length}
        </Button>
      </DialogActions>
    </form>
  );
}
