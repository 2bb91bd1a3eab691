/** The dashboard's shape before its numbers are known. */
import { Loading, Skeleton, SkeletonRows } from "@/shared/ui/skeleton";

const CARD = "rounded-card border border-hairline bg-sheet p-5";

export function DashboardSkeleton() {
  return (
    <Loading what="your dashboard">
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-3">
        <div className={`${CARD} xl:col-span-2`}>
          <Skeleton className="h-4 w-20" />
          <Skeleton className="mt-3 h-10 w-56" />
          <Skeleton className="mt-6 h-52 w-full" />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <div className={`${CARD} flex-1`}>
            <Skeleton className="h-4 w-28" />
            <Skeleton className="mt-5 h-6 w-full" />
            <Skeleton className="mt-5 h-6 w-full" />
          </div>
          <div className={`${CARD} flex-1`}>
            <Skeleton className="h-4 w-28" />
            <Skeleton className="mt-5 h-6 w-full" />
          </div>
        </div>
        <div className={`${CARD} xl:col-span-2`}>
          <SkeletonRows rows={6} />
        </div>
        <div className={CARD}>
          <SkeletonRows rows={6} />
        </div>
      </div>
    </Loading>
  );
}
