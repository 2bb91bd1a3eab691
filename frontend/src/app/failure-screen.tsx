/** The error boundary of every route: the page failed, the rest of the app is still there. */
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ErrorState } from "@/shared/ui/error-state";

export function FailureScreen({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <main className="grid min-h-[60dvh] place-items-center p-6">
      <ErrorState error={error} onRetry={retry} />
    </main>
  );
}
