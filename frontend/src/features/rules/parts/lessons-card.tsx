/** What corrections taught: each can be forgotten, and all of it taken along as a file. */
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useForgetLesson } from "@/features/rules/api";
import { lessonsQuery } from "@/shared/api/queries";
import type { Lesson } from "@/shared/api/types";
import { saveFile } from "@/shared/lib/save-file";
import { Answered } from "@/shared/ui/answered";
import { Button, IconButton } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { notify } from "@/shared/ui/toast";

export function LessonsCard() {
  const lessons = useQuery(lessonsQuery);
  const data = lessons.data ?? [];
  const action = (
    <Button size="small" kind="quiet" onPress={() => download(data)}>
      Export
    </Button>
  );
  return (
    <Card title="Learned from you" action={data.length > 0 ? action : undefined}>
      <Answered query={lessons} what="what was learned" isCompact>
        {(rows) => <LessonList rows={rows} />}
      </Answered>
    </Card>
  );
}

function LessonList({ rows }: { rows: readonly Lesson[] }) {
  if (rows.length === 0) {
    return (
      <p className="text-13 text-pretty text-ink-2">
        Correct a category once, and Saldo follows you for that merchant from then on. It is listed here.
      </p>
    );
  }
  return (
    <ul className="flex max-h-96 flex-col overflow-y-auto">
      {rows.map((lesson) => (
        <LessonRow key={lesson.id} lesson={lesson} />
      ))}
    </ul>
  );
}

function LessonRow({ lesson }: { lesson: Lesson }) {
  const forget = useForgetLesson();
  const { merchant_name, category_label, direction, times } = lesson;
  return (
    <li className="flex items-center gap-2 border-b border-hairline py-2 last:border-0">
      <div className="min-w-0 flex-1">
        <div className="truncate">{merchant_name}</div>
        <div className="text-13 text-ink-2">
          {category_label}
          {direction === "in" ? " · money in" : ""}
          {times > 1 ? ` · chosen ${times} times` : ""}
        </div>
      </div>
      <IconButton
        label={`Forget ${merchant_name}`}
        size="small"
        isPending={forget.isPending}
        onPress={() =>
          forget.mutate(lesson.id, {
            onSuccess: () => notify({ title: `${merchant_name} was forgotten` }),
            onError: (error) => notify({ title: "It was not forgotten", detail: error.message }),
          })
        }
      >
        <X aria-hidden className="size-4" />
      </IconButton>
    </li>
  );
}

function download(lessons: readonly Lesson[]) {
  const file = new Blob([JSON.stringify(lessons, null, 2)], { type: "application/json" });
  saveFile(file, "saldo-learned.json");
}
