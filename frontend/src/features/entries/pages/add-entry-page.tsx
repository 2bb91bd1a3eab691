/** Type in what the bank has not told of: a cheque on its way, cash, a bill that is due. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useAddEntry } from "@/features/entries/api";
import { accountQuery, categoryChoicesQuery } from "@/shared/api/queries";
import type { AccountDetail } from "@/shared/api/types";
import { daysAgo } from "@/shared/lib/dates";
import { absolute, negate, signOf } from "@/shared/lib/money";
import { readAmount, typedAmount } from "@/shared/lib/typed-amount";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { ErrorState, FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { Page } from "@/shared/ui/page";
import { SearchableSelect } from "@/shared/ui/searchable-select";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { notify } from "@/shared/ui/toast";
import { Segmented } from "@/shared/ui/toggle";

export function AddEntryPage() {
  const { accountId } = useParams({ from: "/shell/accounts/$accountId/entries/new" });
  const query = useQuery(accountQuery(accountId));
  return (
    <Page title="Add an entry" note={query.data === undefined ? undefined : `To ${query.data.name}`}>
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? (
        <Loading what="this account">
          <SkeletonRows rows={4} />
        </Loading>
      ) : null}
      {query.data === undefined ? null : <EntryForm account={query.data} />}
    </Page>
  );
}

type Direction = "out" | "in";
const DIRECTIONS = [
  { value: "out", label: "Money out" },
  { value: "in", label: "Money in" },
] as const;
const EMPTY = { typed: "", name: "", category: "", note: "" };

function EntryForm({ account }: { account: AccountDetail }) {
  const navigate = useNavigate();
  const add = useAddEntry();
  const [direction, setDirection] = useState<Direction>("out");
  const [fields, setFields] = useState({ ...EMPTY, date: daysAgo(0) });
  const [wasTried, setWasTried] = useState(false);
  const change = (part: Partial<typeof fields>) => setFields((before) => ({ ...before, ...part }));
  const { amount, complaints } = check(fields);

  function save(event: FormEvent) {
    event.preventDefault();
    setWasTried(true);
    if (amount === null || complaints.name !== undefined || complaints.date !== undefined) return;
    add.mutate(
      {
        account_id: account.id,
        date: fields.date,
        amount: direction === "out" ? negate(absolute(amount)) : absolute(amount),
        name: fields.name.trim(),
        category_detailed: fields.category || null,
        note: fields.note.trim() || null,
        tags: [],
      },
      {
        onSuccess: ({ id, pending }) => {
          const detail = pending ? "It waits for your bank." : "It is older than what your bank tells of.";
          notify({ title: "Entry added", detail });
          void navigate({ to: "/transactions", search: { account_id: account.id, open: id } });
        },
      },
    );
  }

  return (
    <Card title="Entry" hideTitle className="max-w-xl">
      <form onSubmit={save} className="flex flex-col gap-4">
        <div>
          <Segmented label="Direction" value={direction} choices={DIRECTIONS} onChange={setDirection} />
        </div>
        <Fields
          fields={fields}
          currency={account.currency}
          errors={wasTried ? complaints : {}}
          onChange={change}
        />
        <p className="text-13 text-pretty text-ink-2">
          It counts in your spending at once, but in no balance until your bank has a row of this amount
          within a week of this day. Then the two become one, and everything you said is kept.
        </p>
        <FormError error={add.error} />
        <div className="flex gap-2">
          <Button type="submit" kind="primary" isPending={add.isPending}>
            Add entry
          </Button>
          <Button
            onPress={() => void navigate({ to: "/accounts/$accountId", params: { accountId: account.id } })}
          >
            Cancel
          </Button>
        </div>
      </form>
    </Card>
  );
}

const WITHOUT_SIGN = "Without a sign, please: in or out says which way it went.";

type Typed = typeof EMPTY & { date: string };
type Complaints = { amount?: string; name?: string; date?: string };

function check({ typed, name, date }: Typed): { amount: string | null; complaints: Complaints } {
  const read = readAmount(typed);
  const amount = read === null || signOf(read) <= 0 ? null : read;
  const isSigned = read !== null && signOf(read) < 0;
  return {
    amount,
    complaints: {
      ...(amount === null
        ? { amount: isSigned ? WITHOUT_SIGN : `How much was it? Such as ${typedAmount("12.50")}.` }
        : {}),
      ...(name.trim() === "" ? { name: "Who was paid, or what was it for?" } : {}),
      ...(date === "" ? { date: "On which day?" } : {}),
    },
  };
}

type FieldsProps = {
  fields: Typed;
  currency: string;
  errors: Complaints;
  onChange: (change: Partial<Typed>) => void;
};

function Fields({ fields, currency, errors, onChange }: FieldsProps) {
  const choices = useQuery(categoryChoicesQuery(fields.category)).data ?? [];
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={`Amount in ${currency}`}
          inputMode="decimal"
          autoComplete="off"
          placeholder={typedAmount("12.50")}
          value={fields.typed}
          onChange={(typed) => onChange({ typed })}
          error={errors.amount}
        />
        <TextField
          label="Day"
          type="date"
          value={fields.date}
          onChange={(date) => onChange({ date })}
          error={errors.date}
        />
      </div>
      <TextField
        label="Name"
        placeholder="Cheque for Anna"
        maxLength={200}
        value={fields.name}
        onChange={(name) => onChange({ name })}
        error={errors.name}
      />
      <SearchableSelect
        label="Category"
        choices={choices}
        value={fields.category}
        onChange={(category) => onChange({ category })}
      />
      <TextField label="Note" maxLength={2000} value={fields.note} onChange={(note) => onChange({ note })} />
    </>
  );
}
