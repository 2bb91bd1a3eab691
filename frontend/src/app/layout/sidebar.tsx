/** The left column: whose books these are, where one can go, and every account with its balance. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { AccountTree } from "@/app/layout/account-tree";
import { MORE_PLACES, PLACES } from "@/app/layout/places";
import { WorkspaceSwitcher } from "@/features/workspace/parts/switcher";
import { reviewCountQuery } from "@/shared/api/queries";
import { standingsQuery } from "@/shared/api/standing";
import { buttonClass } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";

export function Sidebar() {
  return (
    <div className="flex h-full flex-col overflow-hidden bg-paper">
      <div className="px-5 pt-5 pb-3">
        <Brand />
      </div>
      <div className="px-3 pb-3">
        <WorkspaceSwitcher />
      </div>
      <nav aria-label="Places" className="px-3 pb-2">
        <ul className="flex flex-col gap-0.5">
          {[...PLACES, ...MORE_PLACES].map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ exact: to === "/" }}
                className="flex h-9 items-center gap-3 rounded-control px-2.5 font-medium text-ink-2 transition-colors hover:bg-sunken hover:text-ink"
                activeProps={{ className: "bg-sunken !text-ink" }}
              >
                <Icon aria-hidden className="size-4" />
                {label}
                {to === "/review" ? <ReviewCount /> : null}
                {to === "/reconcile" ? <DriftCount /> : null}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="mx-5 border-t border-hairline" />
      <div className="min-h-0 flex-1 overflow-y-auto px-3 py-3">
        <AccountTree />
      </div>
      <div className="border-t border-hairline p-3">
        <Link to="/connections/new" className={cx(buttonClass("secondary"), "w-full")}>
          <Plus aria-hidden className="size-4" />
          Link a bank
        </Link>
      </div>
    </div>
  );
}

/** How many transactions need a look; live, and silent while there are none. */
function ReviewCount() {
  return <PlaceCount count={useQuery(reviewCountQuery).data ?? 0} what="to look at" />;
}

/** How many accounts do not agree with their bank. */
function DriftCount() {
  const off = useQuery(standingsQuery).data?.filter(({ status }) => status === "off");
  return <PlaceCount count={off?.length ?? 0} what="off" />;
}

function PlaceCount({ count, what }: { count: number; what: string }) {
  if (count === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-attention/12 px-2 text-12 tabular-nums text-[color-mix(in_srgb,var(--attention)_72%,var(--ink))]">
      {count > 99 ? "99+" : count}
      <span className="sr-only"> {what}</span>
    </span>
  );
}

export function Brand() {
  return (
    <Link
      to="/"
      className="inline-flex items-center gap-2.5 rounded-control text-16 font-semibold tracking-tight"
    >
      <img src="/favicon.svg" alt="" width={26} height={26} />
      Saldo
    </Link>
  );
}
