/** Another balance to compare with: what the bank's own page shows at this moment. */
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { Account } from "@/shared/api/types";
import { readAmount, typedAmount } from "@/shared/lib/typed-amount";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/field";

export function StatedBalance({ account, stated }: { account: Account; stated: string | null }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(stated ?? "");
  const [isWrong, setWrong] = useState(false);

  const look = (search: { bank?: string }) =>
    void navigate({
      to: "/accounts/$accountId/reconcile",
      params: { accountId: account.id },
      search,
      replace: true,
    });

  function compare(event: FormEvent) {
    event.preventDefault();
    const amount = readAmount(typed);
    setWrong(amount === null);
    if (amount !== null) look({ bank: amount });
  }

  function forget() {
    setTyped("");
    setWrong(false);
    look({});
  }

  return (
    <form
      onSubmit={compare}
      noValidate
      className="mt-5 flex flex-wrap items-end gap-2 border-t border-hairline pt-4"
    >
      <TextField
        label={account.is_debt ? "What your bank says you owe" : "What your bank shows"}
        value={typed}
        onChange={setTyped}
        inputMode="decimal"
        autoComplete="off"
        placeholder={typedAmount("1204.17")}
        error={
          isWrong
            ? `Type an amount, such as ${typedAmount("1204.17")} or ${typedAmount("1200 + 4.17")}.`
            : undefined
        }
        className="w-full sm:w-56"
      />
      <Button type="submit" className="h-10">
        Compare
      </Button>
      {stated === null ? null : (
        <Button kind="quiet" className="h-10" onPress={forget}>
          Use what the bank told us
        </Button>
      )}
    </form>
  );
}
