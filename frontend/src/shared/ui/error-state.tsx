/** A failure in words: what happened, the next step, and the id that lets somebody find it in the logs. */
import { TriangleAlert } from "lucide-react";
import { explain } from "@/shared/api/explain";
import { ApiProblem } from "@/shared/api/problem";
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

/** A form's failure, above its button: the fields the server names, or its one sentence. */
export function FormError({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const { detail, requestId, fields } = explain(error);
  // A wrong password needs no reference; something broken on our side does.
  const isOurs = !(error instanceof ApiProblem) || error.status >= 500;
  return (
    <div role="alert" className="rounded-control bg-problem/10 px-3 py-2 text-14 text-problem">
      {fields.length === 0 ? detail : fields.map(({ field, message }) => <p key={field}>{message}</p>)}
      {requestId === null || !isOurs ? null : <p className="mt-0.5 text-12">Reference {requestId}</p>}
    </div>
  );
}
