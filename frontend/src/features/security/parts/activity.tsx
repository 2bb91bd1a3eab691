/** The audit record of one's own deeds, in words. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { activityQuery } from "@/features/security/api";
import { wordsOf } from "@/features/security/deeds";
import { Button } from "@/shared/ui/button";
import { AgoText } from "@/shared/ui/date-text";
import { ErrorState } from "@/shared/ui/error-state";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

export function Activity() {
  const activity = useInfiniteQuery(activityQuery);
  if (activity.isError) {
    return <ErrorState isCompact error={activity.error} onRetry={() => void activity.refetch()} />;
  }
  if (activity.data === undefined) {
    return (
      <Loading what="the record">
        <SkeletonRows rows={4} />
      </Loading>
    );
  }
  const deeds = activity.data.pages.flatMap((page) => page.data);
  if (deeds.length === 0) return <p className="text-ink-2">Nothing yet.</p>;
  return (
    <>
      <ul className="flex flex-col">
        {deeds.map((deed) => (
          <li
            key={deed.id}
            className="flex items-baseline justify-between gap-4 border-b border-hairline py-2.5 last:border-0"
          >
            <span className="min-w-0 text-pretty">{wordsOf(deed.action)}</span>
            <AgoText instant={deed.occurred_at} className="shrink-0 text-13 text-ink-2" />
          </li>
        ))}
      </ul>
      {activity.hasNextPage ? (
        <Button
          size="small"
          className="mt-3"
          isPending={activity.isFetchingNextPage}
          onPress={() => void activity.fetchNextPage()}
        >
          Show earlier
        </Button>
      ) : null}
    </>
  );
}
