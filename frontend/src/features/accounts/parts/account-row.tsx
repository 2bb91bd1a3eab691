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
    <div className="relative flex min-h-15 flex-wrap items-center gap-x-3 gap-y-1 rounded-control px-2 py-2 hover:bg-sunken">
      <Mark name={account.institution_name ?? account.name} />
      <span className="min-w-0 flex-1">
        <Link
          to="/accounts/$accountId"
          params={{ accountId: account.id }}
          className="block truncate font-medium after:absolute after:inset-0 after:rounded-control"
        >
          {account.name}
        </Link>
        <span className="block truncate text-13 text-ink-2">
          {[accountKind(account), account.institution_name].filter(Boolean).join(", ")}
        </span>
      </span>
      <StandingBadge account={account} className="max-sm:order-last max-sm:ml-auto" />
      <span className="text-right">
        <Highlight value={balance} className="block font-medium">
          <Money amount={balance} currency={account.currency} />
        </Highlight>
        <span className="block text-13 text-ink-2">
          {account.balance_as_of === null ? "Not yet known" : <AgoText instant={account.balance_as_of} />}
        </span>
      </span>
    </div>
  );
}
