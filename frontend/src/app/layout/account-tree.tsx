/** All accounts in their groups, with totals, balances and the state of the bank behind each. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useRef, useState } from "react";
import { useTreeKeys } from "@/app/layout/use-tree-keys";
import { accountsQuery, connectionsQuery } from "@/shared/api/queries";
import { type Standing, standingQuery } from "@/shared/api/standing";
import type { Account, Connection } from "@/shared/api/types";
import { type AccountGroup, groupAccounts, signedBalance } from "@/shared/lib/account-groups";
import { connectionWords } from "@/shared/ui/connection-state";
import { cx } from "@/shared/ui/cx";
import { Highlight } from "@/shared/ui/highlight";
import { Money } from "@/shared/ui/money";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { StandingText } from "@/shared/ui/standing";
import { StateDot } from "@/shared/ui/state";

export function AccountTree() {
  const accounts = useQuery(accountsQuery);
  const connections = useQuery(connectionsQuery);
  const tree = useRef<HTMLDivElement>(null);
  const onKeyDown = useTreeKeys(tree);
  if (accounts.isPending) {
    return (
      <Loading what="accounts">
        <SkeletonRows rows={5} className="px-2" />
      </Loading>
    );
  }
  const groups = groupAccounts(accounts.data ?? []);
  if (groups.length === 0) {
    return <p className="px-2.5 py-2 text-13 text-ink-2">Your accounts appear here once a bank is linked.</p>;
  }
  const banks = new Map(connections.data?.connections.map((connection) => [connection.id, connection]));
  return (
    <div
      ref={tree}
      role="tree"
      tabIndex={-1}
      aria-label="Accounts"
      className="flex flex-col gap-2 outline-none"
      onKeyDown={onKeyDown}
    >
      {groups.map((group) => (
        <Group key={group.id} group={group} banks={banks} />
      ))}
    </div>
  );
}

type Banks = ReadonlyMap<string, Connection>;

function Group({ group, banks }: { group: AccountGroup; banks: Banks }) {
  const [open, setOpen] = useState(true);
  const [total, ...others] = group.totals;
  return (
    <div role="none">
      <button
        type="button"
        role="treeitem"
        aria-level={1}
        aria-expanded={open}
        tabIndex={-1}
        onClick={() => setOpen(!open)}
        className="flex h-8 w-full items-center gap-1.5 rounded-control px-2 text-13 font-medium text-ink-2 hover:bg-sunken"
      >
        <ChevronRight
          aria-hidden
          className={cx("size-3.5 transition-transform duration-150", open && "rotate-90")}
        />
        <span className="flex-1 text-left">{group.label}</span>
        {total === undefined || others.length > 0 ? null : (
          <Money amount={total.amount} currency={total.currency} whole />
        )}
      </button>
      {open ? (
        // biome-ignore lint/a11y/useSemanticElements: the group of a tree, not of form fields
        <div role="group">
          {group.accounts.map((account) => (
            <Row key={account.id} account={account} bank={banks.get(account.connection_id ?? "")} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function Row({ account, bank }: { account: Account; bank: Connection | undefined }) {
  const words = bank === undefined ? undefined : connectionWords(bank);
  const standing = useQuery(standingQuery(account.id)).data;
  const balance = signedBalance(account);
  return (
    <Link
      to="/accounts/$accountId"
      params={{ accountId: account.id }}
      role="treeitem"
      aria-level={2}
      tabIndex={-1}
      className="flex h-8 items-center gap-2 rounded-control pr-2 pl-7 text-13 hover:bg-sunken"
      activeProps={{ className: "bg-sunken font-medium" }}
    >
      <span className="min-w-0 flex-1 truncate">{account.name}</span>
      {words === undefined || words.tone === "good" ? null : (
        <StateDot tone={words.tone} label={words.label} />
      )}
      {standing?.status === "off" ? <Drift standing={standing} /> : null}
      <Highlight value={balance} className="text-ink-2">
        <Money amount={balance} currency={account.currency} whole />
      </Highlight>
    </Link>
  );
}

/** A row of a tree is one link: the badge only tells, and the place "Reconcile" above leads there. */
function Drift({ standing }: { standing: Standing }) {
  return (
    <span className="rounded-full bg-attention/12 px-1.5 text-12 text-[color-mix(in_srgb,var(--attention)_72%,var(--ink))]">
      <span aria-hidden>off</span>
      <span className="sr-only">
        <StandingText standing={standing} />
      </span>
    </span>
  );
}
