/** Which earlier transactions would follow a lesson, and what they amount to: to look at before they do. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { earlierQuery } from "@/features/transactions/api";
import { formatCounted } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { DateText } from "@/shared/ui/date-text";
import { Money } from "@/shared/ui/money";

export function EarlierList({ lessonId }: { lessonId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        kind="quiet"
        className="self-start"
        aria-expanded={isOpen}
        onPress={() => setOpen(!isOpen)}
      >
        {isOpen ? "Hide them" : "Look at them first"}
      </Button>
      {isOpen ? <Earlier lessonId={lessonId} /> : null}
    </>
  );
}

function Earlier({ lessonId }: { lessonId: string }) {
  const earlier = useQuery(earlierQuery(lessonId));
  return (
    <Answered query={earlier} what="earlier transactions" isCompact>
      {({ count, sums, transactions }) => (
        <div className="w-full">
          <p className="flex justify-between gap-3 font-medium">
            {formatCounted(count, "transaction")}
            <span className="flex gap-2">
              {sums.map(({ currency, amount }) => (
                <Money key={currency} amount={amount} currency={currency} signs="always" />
              ))}
            </span>
          </p>
          <ul aria-label="Would change">
            {transactions.map(({ id, date, description, amount, currency }) => (
              <li key={id} className="flex justify-between gap-3 border-t border-hairline py-1.5">
                <span className="min-w-0 truncate">
                  <DateText date={date} /> <span className="font-mono text-12 text-ink-2">{description}</span>
                </span>
                <Money amount={amount} currency={currency} signs="always" />
              </li>
            ))}
          </ul>
          {count > transactions.length ? (
            <p className="text-ink-2">and {formatCounted(count - transactions.length, "earlier one")}</p>
          ) : null}
        </div>
      )}
    </Answered>
  );
}
