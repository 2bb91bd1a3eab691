/** Grey shapes in the form of what comes; hidden from screen readers, which hear "Loading" once. */
import type { ReactNode } from "react";
import { cx } from "@/shared/ui/cx";

export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className={cx("block animate-breathe rounded-control bg-hairline/70", className)} />
  );
}

export function SkeletonRows({ rows, className }: { rows: number; className?: string }) {
  return (
    <div aria-hidden className={cx("flex flex-col", className)}>
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <div key={row} className="flex h-(--row) items-center gap-3">
          <Skeleton className="size-8 rounded-full" />
          <Skeleton className={row % 2 === 0 ? "h-3.5 w-2/5" : "h-3.5 w-1/3"} />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  );
}

type LoadingProps = { what: string; className?: string; children: ReactNode };

export function Loading({ what, className, children }: LoadingProps) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">Loading {what}</span>
      {children}
    </div>
  );
}
