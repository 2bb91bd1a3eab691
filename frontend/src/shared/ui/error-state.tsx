/** A failure in words: what happened, the next step, and the id that lets somebody find it in the logs. */
import { TriangleAlert } from "lucide-react";
import { ApiProblem } from "@/shared/api/problem";
import { Button } from "@/shared/ui/button";

type Shown = { title: string; detail: string; requestId: string | null };

function describe(error: unknown): Shown {
  if (error instanceof ApiProblem)
    return { title: error.title, detail: error.message, requestId: error.requestId };
  return {
    title: "This part of the page failed",
    detail: "Reload the page. If it happens again, tell us what you did.",
    requestId: null,
  };
}

type ErrorStateProps = { error: unknown; onRetry?: (() => void) | undefined; isCompact?: boolean };

export function ErrorState({ error, onRetry, isCompact }: ErrorStateProps) {
  const { title, detail, requestId } = describe(error);
  return (
    <div
      role="alert"
      className={isCompact ? "flex flex-col gap-1 py-3" : "flex flex-col items-center px-6 py-10 text-center"}
    >
      {isCompact ? null : <TriangleAlert aria-hidden className="mb-3 size-6 text-problem" />}
      <p className="font-semibold">{title}</p>
      <p className="max-w-md text-pretty text-ink-2">{detail}</p>
      {requestId === null ? null : (
        <p className="mt-1 text-12 text-ink-2">
          Reference <code className="font-mono select-all">{requestId}</code>
        </p>
      )}
      {onRetry === undefined ? null : (
        <Button size="small" className="mt-3 self-center" onPress={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A form's failure, above its button. */
export function FormError({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const { detail, requestId } = describe(error);
  return (
    <p role="alert" className="rounded-control bg-problem/10 px-3 py-2 text-14 text-problem">
      {detail}
      {requestId === null ? null : (
        <span className="mt-0.5 block text-12 opacity-80">Reference {requestId}</span>
      )}
    </p>
  );
}
