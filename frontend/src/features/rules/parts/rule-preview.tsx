/** What a rule would do to the history, before it does anything. */
import { useQuery } from "@tanstack/react-query";
import { previewQuery } from "@/features/rules/api";
import type { RuleDraft, Simulation } from "@/shared/api/types";
import { formatCount, formatCounted } from "@/shared/lib/figures";
import { DateText } from "@/shared/ui/date-text";
import { ErrorState } from "@/shared/ui/error-state";
import { Money } from "@/shared/ui/money";

export function RulePreview({ draft }: { draft: RuleDraft | null }) {
  const preview = useQuery(previewQuery(draft));
  return (
    <section aria-label="Preview" aria-live="polite" className="rounded-card bg-sunken p-4">
      {draft === null ? (
        <p className="text-13 text-ink-2">
          Say when and then what: here you will see which transactions match.
        </p>
      ) : preview.error !== null ? (
        <ErrorState isCompact error={preview.error} />
      ) : preview.data === undefined || preview.data === null ? (
        <p className="text-13 text-ink-2">Looking through your history…</p>
      ) : (
        <SimulationSummary simulation={preview.data} />
      )}
    </section>
  );
}

/** The same in five words, where it stays in sight while one types; screen readers hear the preview itself. */
export function RuleMatches({ draft }: { draft: RuleDraft | null }) {
  const { data } = useQuery(previewQuery(draft));
  if (draft === null || data === undefined || data === null) return null;
  return (
    <p aria-hidden className="mr-auto min-w-0 self-center text-13 text-ink-2">
      {formatCount(data.matched)} match, {formatCount(data.changed)} would change
    </p>
  );
}

export function SimulationSummary({ simulation }: { simulation: Simulation }) {
  const { matched, changed, sums, transactions } = simulation;
  if (matched === 0) return <p className="text-13 text-ink-2">No transaction so far matches.</p>;
  return (
    <div className="flex flex-col gap-2 text-13">
      <p>
        <span className="font-medium">
          {`${formatCounted(matched, "transaction")} ${matched === 1 ? "matches" : "match"}`}
        </span>
        , {changed} would change.{" "}
        <span className="text-ink-2">
          {sums.map(({ currency, amount }, place) => (
            <span key={currency}>
              {place === 0 ? "" : ", "}
              <Money amount={amount} currency={currency} signs="always" />
            </span>
          ))}
        </span>
      </p>
      <ul className="flex flex-col">
        {transactions.map((each) => (
          <li key={each.id} className="flex flex-col gap-0.5 border-t border-hairline py-2">
            <span className="flex justify-between gap-3">
              <span className="min-w-0 truncate font-mono text-12">{each.description}</span>
              <Money amount={each.amount} currency={each.currency} signs="always" />
            </span>
            <span className="text-12 text-ink-2">
              <DateText date={each.date} />
              {each.category_before === each.category_after ? null : (
                <>
                  {" · "}
                  <del>{each.category_before ?? "no category"}</del> → <ins>{each.category_after}</ins>
                </>
              )}
              {each.also.length > 0 ? ` · ${each.also.join(", ")}` : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
