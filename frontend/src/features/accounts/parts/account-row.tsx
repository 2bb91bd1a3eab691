/** One account in a list: its name, its bank, its balance and how old that is. */
import { Link } from "@tanstack/react-router";
import type { Account } from "@/shared/api/types";
import { signedBalance } from "@/shared/lib/account-groups";
import { accountKind } from "@/shared/lib/account-kind";
import { AgoText } from "@/shared/ui/date-text";
import { Highlight } from "@/shared/ui/highlight";
import { Mark } from "@/shared/ui/mark";
import { Money } from "@/shared/ui/money";
import { StandingBadge } from "@/shared/ui/standing";

export function AccountRow({ account }: { account: Account }) {
  const balance = signedBalance(account);
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-2">
      <Link
        to="/accounts/$accountId"
        params={{ accountId: account.id }}
        className="flex min-h-15 min-w-0 flex-1 basis-72 items-center gap-3 rounded-control px-2 py-2 hover:bg-sunken"
      >
        <Mark name={account.institution_name ?? account.name} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{account.name}</span>
          <span className="block truncate text-13 text-ink-2">
            {[accountKind(account), account.institution_name].filter(Boolean).join(", ")}
          </span>
        </span>
        <span className="text-right">
          <Highlight value={balance} className="block font-medium">
            <Money amount={balance} currency={account.currency} />
          </Highlight>
          <span className="block text-13 text-ink-2">
            {account.balance_as_of === null ? "Not yet known" : <AgoText instant={account.balance_as_of} />}
          </span>
        </span>
      </Link>
      <StandingBadge account={account} className="max-sm:mb-2" />
    </div>
  );
}
