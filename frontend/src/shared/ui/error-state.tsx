/** A failure in words: what happened, the next step, and the id that lets somebody find it in the logs. */
import { TriangleAlert } from "lucide-react";
import { explain } from "@/shared/api/explain";
import { Button } from "@/shared/ui/button";

type ErrorStateProps = { error: unknown; onRetry?: (() => void) | undefined; isCompact?: boolean };

export function ErrorState({ error, onRetry, isCompact }: ErrorStateProps) {
  const { title, detail, requestId } = explain(error);
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
  const { detail, requestId } = explain(error);
  return (
    <p role="alert" className="rounded-control bg-problem/10 px-3 py-2 text-14 text-problem">
      {detail}
      {requestId === null ? null : (
        <span className="mt-0.5 block text-12 opacity-80">Reference {requestId}</span>
      )}
    </p>
  );
}
