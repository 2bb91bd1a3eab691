/** The error boundary of every route. Built of plain elements: it is in the entry, and must work when all else fails. */
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { explain } from "@/shared/api/explain";

export function FailureScreen({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const { title, detail, requestId } = explain(error);
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <main className="grid min-h-[60dvh] place-items-center p-6">
      <div role="alert" className="max-w-md text-center">
        <h1 className="text-20 font-semibold">{title}</h1>
        <p className="mt-1 text-pretty text-ink-2">{detail}</p>
        {requestId === null ? null : (
          <p className="mt-1 text-12 text-ink-2">
            Reference <code className="font-mono select-all">{requestId}</code>
          </p>
        )}
        <button
          type="button"
          onClick={retry}
          className="mt-5 h-9 rounded-control bg-accent px-4 font-medium text-on-accent"
        >
          Try again
        </button>
      </div>
    </main>
  );
}
