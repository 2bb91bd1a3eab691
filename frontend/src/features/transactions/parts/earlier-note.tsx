/** What a person once taught for this merchant, as long as earlier transactions do not follow it. */
import { useQuery } from "@tanstack/react-query";
import { earlierQuery } from "@/features/transactions/api";
import { ChangeEarlier } from "@/features/transactions/parts/lesson-note";
import { lessonsQuery } from "@/shared/api/queries";
import type { Lesson, Transaction } from "@/shared/api/types";
import { signOf } from "@/shared/lib/money";

export function EarlierNote({ transaction }: { transaction: Transaction }) {
  const lesson = useQuery(lessonsQuery).data?.find((each) => speaksOf(each, transaction));
  return lesson === undefined ? null : <Earlier lesson={lesson} />;
}

function Earlier({ lesson }: { lesson: Lesson }) {
  const count = useQuery(earlierQuery(lesson.id)).data?.count ?? 0;
  if (count === 0) return null;
  return (
    <div className="flex flex-col gap-2.5 rounded-card bg-sunken p-3 text-13">
      <p className="text-pretty">
        You taught that {lesson.merchant_name} is “{lesson.category_label}”. Not all earlier ones follow yet.
      </p>
      <ChangeEarlier lessonId={lesson.id} count={count} />
    </div>
  );
}

function speaksOf({ merchant_key, direction }: Lesson, { merchant_key: key, amount }: Transaction): boolean {
  return merchant_key === key && direction === (signOf(amount) > 0 ? "in" : "out");
}
