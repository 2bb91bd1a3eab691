/** What somebody who is invited will see: said before they come, it holds from their first look on. */
import { useQuery } from "@tanstack/react-query";
import { AccessRow } from "@/features/workspace/parts/access-row";
import { accountsQuery } from "@/shared/api/queries";
import type { Access } from "@/shared/api/types";

export type Exceptions = Readonly<Record<string, Access>>;

type NewcomersViewProps = { exceptions: Exceptions; onChange: (exceptions: Exceptions) => void };

export function NewcomersView({ exceptions, onChange }: NewcomersViewProps) {
  const accounts = useQuery(accountsQuery).data ?? [];
  if (accounts.length === 0) return null;
  const seen = accounts.filter(({ id }) => exceptions[id] !== "none").length;
  const what =
    seen === accounts.length ? "every account there is now" : `${seen} of ${accounts.length} accounts`;
  return (
    <details>
      <summary className="cursor-pointer text-13 font-medium text-accent">They will see {what}</summary>
      <ul aria-label="What they will see" className="mt-2 flex flex-col">
        {accounts.map((account) => (
          <AccessRow
            key={account.id}
            account={account}
            whose="whoever you invite"
            value={exceptions[account.id] ?? "write"}
            onChange={(access) => onChange({ ...exceptions, [account.id]: access })}
          />
        ))}
      </ul>
    </details>
  );
}
