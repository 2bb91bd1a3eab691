/** A transaction's parts: what each is for, whether they still add up, and the way to divide it otherwise. */
import { Split } from "lucide-react";
import { useState } from "react";
import { useSplit } from "@/features/transactions/entry-api";
import { SplitForm } from "@/features/transactions/parts/split-form";
import { draftOf, largestPart, partsOf, withRestIn } from "@/features/transactions/split-draft";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import type { Transaction } from "@/shared/api/types";
import { signOf } from "@/shared/lib/money";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { Money } from "@/shared/ui/money";
import { notify } from "@/shared/ui/toast";

export function SplitSection({ transaction }: { transaction: Transaction }) {
  const [isOpen, setIsOpen] = useState(false);
  const split = useSplit(transaction.id);
  const takeBack = useTakeBack();
  const isDivided = transaction.parts.length > 0;

  function save(parts: Parameters<typeof split.mutate>[0]) {
    split.mutate(parts, {
      onSuccess: ({ revision_id }) => {
        setIsOpen(false);
        const title = parts.length === 0 ? "Whole again" : `Split in ${parts.length} parts`;
        notify({ title, ...undoing(revision_id, takeBack.mutate) });
      },
    });
  }

  return (
    <section aria-label="Parts" className="flex flex-col gap-3 border-t border-hairline pt-5">
      {isOpen ? (
        <SplitForm
          transaction={transaction}
          isPending={split.isPending}
          onSave={save}
          onCancel={() => setIsOpen(false)}
        />
      ) : (
        <>
          {isDivided ? <Parts transaction={transaction} onMend={save} /> : null}
          <div className="flex flex-wrap gap-2">
            <Button size="small" onPress={() => setIsOpen(true)}>
              <Split aria-hidden className="size-3.5" />
              {isDivided ? "Change the parts" : "Split"}
            </Button>
            {isDivided ? (
              <Button size="small" kind="quiet" isPending={split.isPending} onPress={() => save([])}>
                Make it whole again
              </Button>
            ) : null}
          </div>
        </>
      )}
      <FormError error={split.error ?? takeBack.error} />
    </section>
  );
}

type PartsProps = { transaction: Transaction; onMend: (parts: ReturnType<typeof partsOf>) => void };

function Parts({ transaction, onMend }: PartsProps) {
  const { amount, currency, parts, unassigned } = transaction;
  const place = largestPart(parts);
  const mend = () => onMend(partsOf(withRestIn(draftOf(transaction), place, amount), amount));
  return (
    <>
      <h3 className="text-13 font-medium">In {parts.length} parts</h3>
      <ul className="flex flex-col divide-y divide-hairline">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity than their place.
          <li key={index} className="flex items-baseline justify-between gap-4 py-2">
            <span className="min-w-0">
              <span className="block truncate">{part.category_label}</span>
              {part.note === null ? null : (
                <span className="block text-13 text-pretty text-ink-2">{part.note}</span>
              )}
            </span>
            <Money amount={part.amount} currency={currency} signs="always" />
          </li>
        ))}
      </ul>
      {signOf(unassigned) === 0 ? null : (
        <div role="status" className="flex flex-col gap-2 rounded-card bg-attention/12 p-3 text-13">
          <p className="text-pretty">
            <span className="font-medium">The parts no longer add up.</span> Your bank has changed the amount:{" "}
            <Money amount={unassigned} currency={currency} signs="always" /> stands in no part.
          </p>
          <Button size="small" className="self-start" onPress={mend}>
            Put it into {parts[place]?.category_label ?? "the largest part"}
          </Button>
        </div>
      )}
    </>
  );
}
