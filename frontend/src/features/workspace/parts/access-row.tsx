/** One account, and how somebody sees it. */
import type { Access, Account } from "@/shared/api/types";
import { Segmented } from "@/shared/ui/toggle";

const ACCESS = [
  { value: "none", label: "Hidden" },
  { value: "read", label: "Look" },
  { value: "write", label: "All" },
] as const;

type AccessRowProps = { account: Account; whose: string; value: Access; onChange: (access: Access) => void };

export function AccessRow({ account, whose, value, onChange }: AccessRowProps) {
  return (
    <li className="flex items-center justify-between gap-3 border-b border-hairline py-2 last:border-0">
      <span className="min-w-0 truncate">{account.name}</span>
      <Segmented label={`${account.name} for ${whose}`} choices={ACCESS} value={value} onChange={onChange} />
    </li>
  );
}
