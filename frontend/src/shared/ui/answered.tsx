/** What a query answered, or that it is on its way, or why it failed; an old answer stays while a new one fails. */
import type { ReactNode } from "react";
import { ErrorState } from "@/shared/ui/error-state";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

type Query<Data> = { data: Data | undefined; error: unknown; refetch: () => unknown };

type AnsweredProps<Data> = {
  query: Query<Data>;
  /** What is being read, for screen readers: "your rules". */
  what: string;
  rows?: number;
  isCompact?: boolean;
  children: (data: Data) => ReactNode;
};

export function Answered<Data>({ query, what, rows = 3, isCompact = false, children }: AnsweredProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) {
    return <ErrorState isCompact={isCompact} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <Loading what={what}>
      <SkeletonRows rows={rows} />
    </Loading>
  );
}
