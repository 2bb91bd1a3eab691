/** Every account by group, with its balance and how fresh it is. */
import { Link } from "@tanstack/react-router";
import type { Account } from "@/shared/api/types";
import { type AccountGroup, groupAccounts, signedBalance } from "@/shared/lib/account-groups";
import { accountKind } from "@/shared/lib/account-kind";
import { formatCount } from "@/shared/lib/figures";
import { Card } from "@/shared/ui/card";
import { InstantText } from "@/shared/ui/date-text";
import { Highlight } from "@/shared/ui/highlight";
import { Mark } from "@/shared/ui/mark";
import { Money } from "@/shared/ui/money";
import { StandingBadge } from "@/shared/ui/standing";

export function AccountsCard({ accounts }: { accounts: readonly Account[] }) {
  const groups = groupAccounts(accounts);
  return (
    <Card
      title="Accounts"
      action={
        <Link to="/accounts" className="text-13 font-medium text-accent hover:underline">
          See all
        </Link>
      }
    >
      {groups.length === 0 ? (
        <p className="py-8 text-center text-ink-2">Your bank has not sent any account yet.</p>
      ) : null}
      <div className="flex flex-col gap-4">
        {groups.map((group) => (
          <Group key={group.id} group={group} />
        ))}
      </div>
    </Card>
  );
}

// A dashboard is a glance: the accounts page has them all.
const SHOWN = 5;

function Group({ group }: { group: AccountGroup }) {
  // "1 more" would take the very line of the one it hides.
  const shown = group.accounts.length > SHOWN + 1 ? group.accounts.slice(0, SHOWN) : group.accounts;
  const more = group.accounts.length - shown.length;
  return (
    <section aria-label={group.label}>
      <h3 className="flex justify-between gap-3 text-12 font-medium text-ink-2">
        {group.label}
        <span className="flex gap-3">
          {group.totals.map(({ currency, amount }) => (
            <Money key={currency} amount={amount} currency={currency} />
          ))}
        </span>
      </h3>
      <ul>
        {shown.map((account) => (
          <Row key={account.id} account={account} />
        ))}
      </ul>
      {more === 0 ? null : (
        <Link to="/accounts" className="text-13 text-ink-2 hover:underline">
          {formatCount(more)} more
          <span className="sr-only"> accounts: {group.label}</span>
        </Link>
      )}
    </section>
  );
}

function Row({ account }: { account: Account }) {
  const balance = signedBalance(account);
  return (
    <li className="border-b border-hairline last:border-0">
      <div className="relative -mx-2 flex min-h-(--row) flex-wrap items-center gap-x-3 gap-y-1 rounded-control px-2 py-1.5 transition-colors hover:bg-sunken">
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
          {account.balance_as_of === null ? null : (
            <span className="block text-12 text-ink-2">
              as of <InstantText instant={account.balance_as_of} />
            </span>
          )}
        </span>
      </div>
    </li>
  );
}
