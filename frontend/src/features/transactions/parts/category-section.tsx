/** A row's category: who chose it and why, another choice, and what that choice teaches. */
import { useQuery } from "@tanstack/react-query";
import { useCorrect } from "@/features/transactions/api";
import { isUnsure } from "@/features/transactions/parts/category-chip";
import { EarlierNote } from "@/features/transactions/parts/earlier-note";
import { LessonNote } from "@/features/transactions/parts/lesson-note";
import { categoryChoicesQuery } from "@/shared/api/queries";
import type { Transaction, TransactionCategory } from "@/shared/api/types";
import { formatWholePercent } from "@/shared/lib/figures";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { SearchableSelect } from "@/shared/ui/searchable-select";

export function CategorySection({ transaction }: { transaction: Transaction }) {
  const choices = useQuery(categoryChoicesQuery(transaction.category?.detailed)).data ?? [];
  const correct = useCorrect(transaction.id);
  const choose = (detailed: string) => correct.mutate({ category_detailed: detailed });
  const { category } = transaction;
  const chosen = correct.isPending ? correct.variables.category_detailed : category?.detailed;
  return (
    <section aria-label="Category" className="flex flex-col gap-3 border-t border-hairline pt-5">
      <SearchableSelect label="Category" choices={choices} value={chosen ?? ""} onChange={choose} />
      <FormError error={correct.error} />
      {category === null ? (
        <p className="text-ink-2">Categorising…</p>
      ) : (
        <Why category={category} onChoose={choose} />
      )}
      {correct.data === undefined ? (
        <EarlierNote transaction={transaction} />
      ) : (
        <LessonNote corrected={correct.data} onTakenBack={() => correct.reset()} />
      )}
    </section>
  );
}

const SOURCES: Record<TransactionCategory["source"], string> = {
  bank: "The bank's own category",
  model: "Chosen on this server",
  rule: "Chosen by your rule",
  memory: "As you taught it",
  person: "Chosen by you",
};

// Never a hundred: the model can always be wrong.
const SUREST = 0.99;

/** A person needs no reason, and the bank gives none but "the bank's own category". */
function hasReason({ reason, source }: TransactionCategory): boolean {
  return reason !== null && source !== "person" && reason.text !== SOURCES[source];
}

function Why({
  category,
  onChoose,
}: {
  category: TransactionCategory;
  onChoose: (detailed: string) => void;
}) {
  const others = category.alternatives.filter(({ detailed }) => detailed !== category.detailed);
  return (
    <div className="flex flex-col gap-3 text-13">
      <p>
        <span className="font-medium">{SOURCES[category.source]}</span>
        {category.source === "model" && category.confidence !== null ? (
          <span className="text-ink-2">
            , {formatWholePercent(Math.min(SUREST, category.confidence))} sure
          </span>
        ) : null}
        {hasReason(category) ? (
          <span className="block text-pretty text-ink-2">{category.reason?.text}</span>
        ) : null}
      </p>
      {isUnsure(category) && others.length > 0 ? (
        <div>
          <p className="mb-1.5 text-ink-2">Or is it one of these?</p>
          <div className="flex flex-wrap gap-1.5">
            {others.map(({ detailed, label }) => (
              <Button key={detailed} size="small" onPress={() => onChoose(detailed)}>
                {label}
              </Button>
            ))}
          </div>
        </div>
      ) : null}
    </div>
  );
}
