/** What is printed on a statement; its opening follows from the one before unless a person says otherwise. */
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { type StatementDraft, useBeginStatement } from "@/features/reconciliation/statement-api";
import type { Account } from "@/shared/api/types";
import { daysAgo } from "@/shared/lib/dates";
import { readAmount, typedAmount } from "@/shared/lib/typed-amount";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

type Draft = Omit<StatementDraft, "account_id">;
type Fields = { closingDate: string; closing: string; openingDate: string; opening: string };
const amountWanted = () => `Type an amount, such as ${typedAmount("1204.17")}.`;

export function StatementForm({ account }: { account: Account }) {
  const navigate = useNavigate();
  const begin = useBeginStatement();
  const [fields, setFields] = useState<Fields>({
    closingDate: daysAgo(0),
    closing: "",
    openingDate: "",
    opening: "",
  });
  const [wasTried, setTried] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    const draft = draftOf(fields);
    if (draft === null) return;
    begin.mutate(
      { ...draft, account_id: account.id },
      {
        onSuccess: ({ id }) => void navigate({ to: "/reconcile/$statementId", params: { statementId: id } }),
      },
    );
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <StatementFields
        fields={fields}
        isDebt={account.is_debt}
        wasTried={wasTried}
        onChange={(change) => setFields((before) => ({ ...before, ...change }))}
      />
      <FormError error={begin.error} />
      <Button type="submit" kind="primary" className="self-start" isPending={begin.isPending}>
        Begin to tick
      </Button>
    </form>
  );
}

/** What the fields say, or null while one of them says nothing that can be sent. */
function draftOf({ closingDate, closing, openingDate, opening }: Fields): Draft | null {
  const closingBalance = readAmount(closing);
  const isReady = closingDate !== "" && !isWrong(opening);
  if (closingBalance === null || !isReady) return null;
  return {
    closing_date: closingDate,
    closing_balance: closingBalance,
    opening_date: openingDate === "" ? null : openingDate,
    opening_balance: readAmount(opening),
  };
}

function isWrong(optionalAmount: string): boolean {
  return optionalAmount.trim() !== "" && readAmount(optionalAmount) === null;
}

type StatementFieldsProps = {
  fields: Fields;
  isDebt: boolean;
  wasTried: boolean;
  onChange: (change: Partial<Fields>) => void;
};

function StatementFields({ fields, isDebt, wasTried, onChange }: StatementFieldsProps) {
  const complaint = (isBad: boolean, words: string) => (wasTried && isBad ? words : undefined);
  return (
    <>
      <TextField
        label="Closing date"
        type="date"
        value={fields.closingDate}
        onChange={(closingDate) => onChange({ closingDate })}
        error={complaint(fields.closingDate === "", "When does the statement end?")}
      />
      <TextField
        label={isDebt ? "Closing balance: what is owed" : "Closing balance"}
        value={fields.closing}
        onChange={(closing) => onChange({ closing })}
        inputMode="decimal"
        autoComplete="off"
        placeholder={typedAmount("1204.17")}
        error={complaint(readAmount(fields.closing) === null, amountWanted())}
      />
      <details>
        <summary className="cursor-pointer text-13 font-medium text-accent">
          Set the opening date and balance
        </summary>
        <div className="mt-3 flex flex-col gap-4">
          <TextField
            label="First day"
            type="date"
            hint="Left empty: the day after the last signed statement, or the first of the month."
            value={fields.openingDate}
            onChange={(openingDate) => onChange({ openingDate })}
          />
          <TextField
            label="Opening balance"
            hint="Left empty: the closing balance of the last statement, or your ledger's."
            value={fields.opening}
            onChange={(opening) => onChange({ opening })}
            inputMode="decimal"
            autoComplete="off"
            error={complaint(isWrong(fields.opening), amountWanted())}
          />
        </div>
      </details>
    </>
  );
}
