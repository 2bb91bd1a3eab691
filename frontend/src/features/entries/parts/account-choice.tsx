/** Whose rows a file holds: of several accounts one is chosen, and a file of another account says so. */
import type { ImportPreview } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { Select } from "@/shared/ui/select";

type AccountChoiceProps = {
  preview: ImportPreview;
  error: Error | null;
  onChoose: (account: number) => void;
  /** Take the rows of every account of a table. */
  onTakeAll: () => void;
};

const OPEN = { id: "open", label: "Choose one" };
const ALL = { id: "all", label: "All of them" };

/** Whether a file has rows, but nobody has said yet which of them are meant. */
export function isOpen({ accounts, account }: ImportPreview): boolean {
  return accounts.length > 1 && account === null;
}

export function AccountChoice(props: AccountChoiceProps) {
  const [only, ...others] = props.preview.accounts;
  if (others.length > 0) return <SeveralAccounts {...props} />;
  if (only?.is_like !== false) return null;
  return (
    <p role="status" className="rounded-card bg-attention/12 p-3 text-13 text-pretty">
      <span className="font-medium">Is this the right account?</span> The file says that it is of {only.name},
      which ends otherwise than the account you are importing into.
    </p>
  );
}

function SeveralAccounts({ preview, error, onChoose, onTakeAll }: AccountChoiceProps) {
  const { accounts, account, reading } = preview;
  const stated = accounts.map(({ number, name, rows }) => ({
    id: String(number),
    label: name,
    note: formatCounted(rows, "row"),
  }));

  function choose(id: string) {
    if (id === ALL.id) onTakeAll();
    else if (id !== OPEN.id) onChoose(Number(id));
  }

  return (
    <Card
      title={`This file holds ${accounts.length} accounts${account === null ? ": choose one" : ""}`}
      note="Only the rows of the one you choose are added to this account."
    >
      <Select
        label="Account of the file"
        className="max-w-sm"
        choices={[...(account === null ? [OPEN] : []), ...stated, ...(reading === null ? [] : [ALL])]}
        value={account === null ? OPEN.id : String(account)}
        onChange={choose}
      />
      <FormError error={error} />
    </Card>
  );
}
