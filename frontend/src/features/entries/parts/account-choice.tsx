/** Whose rows a file holds: of several accounts one is chosen, and a file of another account says so. */
import type { ImportPreview } from "@/shared/api/types";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { Select } from "@/shared/ui/select";

type AccountChoiceProps = {
  preview: ImportPreview;
  error: Error | null;
  onChoose: (account: number) => void;
};

const OPEN = { id: "open", label: "Choose one" };

export function AccountChoice({ preview, error, onChoose }: AccountChoiceProps) {
  const { accounts, account } = preview;
  if (accounts.length > 1) {
    const stated = accounts.map(({ number, name, rows }) => ({
      id: String(number),
      label: name,
      note: rows === 1 ? "1 row" : `${rows} rows`,
    }));
    const choices = account === null ? [OPEN, ...stated] : stated;
    return (
      <Card
        title="This file holds several accounts"
        note="Only the rows of the one you choose are added to this account."
      >
        <Select
          label="Account of the file"
          className="max-w-sm"
          choices={choices}
          value={account === null ? OPEN.id : String(account)}
          onChange={(id) => id !== OPEN.id && onChoose(Number(id))}
        />
        <FormError error={error} />
      </Card>
    );
  }
  const [only] = accounts;
  if (only?.is_like !== false) return null;
  return (
    <p role="status" className="rounded-card bg-attention/12 p-3 text-13 text-pretty">
      <span className="font-medium">Is this the right account?</span> The file says that it is of {only.name},
      which ends otherwise than the account you are importing into.
    </p>
  );
}
