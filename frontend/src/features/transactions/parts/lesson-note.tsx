/** What a correction taught: it holds from now on, may hold for the past as well, and can be taken back. */
import { useFollowLesson } from "@/features/transactions/api";
import { EarlierList } from "@/features/transactions/parts/earlier-list";
import { undoing, useTakeBack } from "@/shared/api/revisions";
import type { Corrected } from "@/shared/api/types";
import { formatCount, formatCounted } from "@/shared/lib/figures";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { notify } from "@/shared/ui/toast";

type LessonNoteProps = { corrected: Corrected; onTakenBack: () => void };

export function LessonNote({ corrected, onTakenBack }: LessonNoteProps) {
  const takeBack = useTakeBack();
  const { lesson, others, revision_id } = corrected;
  if (revision_id === null) return null;
  const undo = () => takeBack.mutate(revision_id, { onSuccess: onTakenBack });
  return (
    <div role="status" className="flex flex-col gap-2.5 rounded-card bg-sunken p-3 text-13 animate-rise">
      <p className="text-pretty">
        {lesson === null
          ? "Changed for this transaction only."
          : `From now on, ${lesson.merchant_name} is “${lesson.category_label}”.`}
      </p>
      <div className="flex flex-wrap gap-1.5">
        {lesson === null ? null : <ChangeEarlier lessonId={lesson.id} count={others} />}
        <Button size="small" isPending={takeBack.isPending} onPress={undo}>
          Undo
        </Button>
      </div>
      <FormError error={takeBack.error} />
    </div>
  );
}

/** Has the earlier transactions follow a lesson too; gone once they do. */
export function ChangeEarlier({ lessonId, count }: { lessonId: string; count: number }) {
  const follow = useFollowLesson();
  const takeBack = useTakeBack();
  if (count === 0 || follow.isSuccess) return null;
  return (
    <>
      <Button
        size="small"
        className="self-start"
        isPending={follow.isPending}
        onPress={() => follow.mutate(lessonId, { onSuccess: (done) => tell(done, takeBack.mutate) })}
      >
        {count === 1 ? "Change 1 earlier one too" : `Change ${formatCount(count)} earlier ones too`}
      </Button>
      <EarlierList lessonId={lessonId} />
      <FormError error={follow.error} />
    </>
  );
}

type Done = { changed: number; revision_id: string | null };

function tell({ changed, revision_id }: Done, takeBack: (revisionId: string) => void) {
  const title = `${formatCounted(changed, "earlier transaction")} changed`;
  notify({ title, ...undoing(revision_id, takeBack) });
}
