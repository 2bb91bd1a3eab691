/** What a person or a file said of a transaction: matched with the bank's row, or still waiting for it. */
import { type FormEvent, useState } from "react";
import { useRemove, useRestate, useRestore, useUnmatch } from "@/features/transactions/entry-api";
import { MatchSection } from "@/features/transactions/parts/match-section";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import type { Transaction } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/dates";
import { signOf } from "@/shared/lib/money";
import { readAmount, typedAmount } from "@/shared/lib/typed-amount";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { notify } from "@/shared/ui/toast";

type EntrySectionProps = {
  transaction: Transaction;
  onGone: () => void;
  /** Another transaction has taken its place. */
  onOpen: (transactionId: string) => void;
};

export function isOwn({ origin }: Transaction): boolean {
  return origin === "person" || origin === "import";
}

export function EntrySection({ transaction, onGone, onOpen }: EntrySectionProps) {
  if (transaction.matched_entry !== null) return <Matched transaction={transaction} />;
  return isOwn(transaction) ? <Own transaction={transaction} onGone={onGone} onOpen={onOpen} /> : null;
}

const FRAME = "flex flex-col gap-3 border-t border-hairline pt-5";

function Matched({ transaction }: { transaction: Transaction }) {
  const unmatch = useUnmatch();
  const entry = transaction.matched_entry;
  if (entry === null) return null;
  const what = entry.origin === "import" ? "an imported row" : "your entry";
  const tell = () =>
    notify({
      title: "They are two again",
      detail: "Both are in the list. Saldo joins neither with another by itself any more; you still can.",
    });
  return (
    <section aria-label="Match" className={FRAME}>
      <p className="text-pretty">
        <span className="font-medium">
          Matched with {what} of {formatDay(entry.date)}
        </span>
        <span className="block text-13 text-ink-2">
          “{entry.description}”. Everything you said of it is kept.
        </span>
      </p>
      <Button
        size="small"
        className="self-start"
        isPending={unmatch.isPending}
        onPress={() => unmatch.mutate(transaction.id, { onSuccess: tell })}
      >
        These are two different things
      </Button>
      <FormError error={unmatch.error} />
    </section>
  );
}

function Own({ transaction, onGone, onOpen }: EntrySectionProps) {
  const [doing, setDoing] = useState<"nothing" | "changing" | "matching">("nothing");
  const stop = () => setDoing("nothing");
  const remove = useRemove(transaction.id);
  const restore = useRestore();
  const brought = transaction.origin === "import" ? "This came with an imported file." : "You typed this in.";

  function gone() {
    notify({
      title: "Entry removed",
      action: { label: "Undo", run: () => restore.mutate(transaction.id) },
    });
    onGone();
  }

  return (
    <section aria-label="Your entry" className={FRAME}>
      <p className="text-pretty text-ink-2">
        {brought}{" "}
        {transaction.pending
          ? "It counts in your spending, but in no balance until your bank has it too; then the two become one."
          : "It is older than what your bank tells of."}
      </p>
      {doing === "changing" ? <EntryForm transaction={transaction} onDone={stop} /> : null}
      {doing === "matching" ? <MatchSection entry={transaction} onMatched={onOpen} onCancel={stop} /> : null}
      {doing === "nothing" ? (
        <div className="flex flex-wrap gap-2">
          <Button size="small" onPress={() => setDoing("matching")}>
            This is the bank's row…
          </Button>
          <Button size="small" onPress={() => setDoing("changing")}>
            Change day or amount
          </Button>
          <Button
            size="small"
            kind="danger"
            isPending={remove.isPending}
            onPress={() => remove.mutate(undefined, { onSuccess: gone })}
          >
            Remove
          </Button>
        </div>
      ) : null}
      <FormError error={remove.error} />
    </section>
  );
}

function EntryForm({ transaction, onDone }: { transaction: Transaction; onDone: () => void }) {
  const restate = useRestate(transaction.id);
  const takeBack = useTakeBack();
  const [date, setDate] = useState(transaction.date);
  const [typed, setTyped] = useState(typedAmount(transaction.amount));
  const amount = readAmount(typed);
  const isWrong = amount === null || signOf(amount) === 0;
  const name = transaction.merchant_name ?? transaction.description;

  function save(event: FormEvent) {
    event.preventDefault();
    if (isWrong || date === "") return;
    restate.mutate(
      { date, amount, name },
      {
        onSuccess: ({ revision_id }) => {
          notify({ title: "Entry changed", ...undoing(revision_id, takeBack.mutate) });
          onDone();
        },
      },
    );
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3">
        <TextField label="Day" type="date" value={date} onChange={setDate} />
        <TextField
          label="Amount"
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={setTyped}
          error={isWrong ? "An amount, with a minus for money out." : undefined}
        />
      </div>
      <FormError error={restate.error} />
      <div className="flex gap-2">
        <Button type="submit" kind="primary" isPending={restate.isPending}>
          Save
        </Button>
        <Button onPress={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
