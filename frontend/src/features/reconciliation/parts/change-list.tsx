/** Rows of a signed period that are no longer as they were signed. */
import type { StatementChange } from "@/shared/api/types";
import { Card } from "@/shared/ui/card";
import { DateText } from "@/shared/ui/date-text";
import { Money } from "@/shared/ui/money";
import { Pill } from "@/shared/ui/state";

const KINDS: Record<StatementChange["kind"], string> = {
  changed: "Changed",
  removed: "Gone",
  moved: "Moved away",
  arrived: "New since",
};

type ChangeListProps = { changes: readonly StatementChange[]; currency: string };

export function ChangeList({ changes, currency }: ChangeListProps) {
  if (changes.length === 0) {
    return <p className="px-1 text-ink-2">Nothing has changed under the signature.</p>;
  }
  return (
    <Card title="What has changed since it was signed" className="border-attention/50">
      <ul className="-my-2 divide-y divide-hairline">
        {changes.map((change) => (
          <li
            key={`${change.kind} ${change.transaction_id}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5"
          >
            <Pill tone="attention">{KINDS[change.kind]}</Pill>
            <span className="min-w-0 flex-1 basis-48 truncate">{change.description}</span>
            <span className="flex items-center gap-2 text-13">
              <Side date={change.date_before} amount={change.amount_before} currency={currency} isOld />
              {change.date_before !== null && change.date_now !== null ? <span aria-hidden>→</span> : null}
              <Side date={change.date_now} amount={change.amount_now} currency={currency} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type SideProps = { date: string | null; amount: string | null; currency: string; isOld?: boolean };

function Side({ date, amount, currency, isOld = false }: SideProps) {
  if (date === null) return null;
  return (
    <span className={isOld ? "text-ink-2 line-through decoration-ink-3" : ""}>
      <span className="sr-only">{isOld ? "was " : "is "}</span>
      <DateText date={date} />{" "}
      <Money amount={amount} currency={currency} signs="always" className="text-current!" />
    </span>
  );
}
