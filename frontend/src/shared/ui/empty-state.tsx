/** Nothing here yet: says what this place is for and what to do next. */
import type { ReactNode } from "react";

type EmptyStateProps = { icon?: ReactNode; title: string; children: ReactNode; action?: ReactNode };

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      {icon === undefined ? null : (
        <span
          aria-hidden
          className="mb-4 grid size-12 place-items-center rounded-full bg-accent/10 text-accent [&>svg]:size-5"
        >
          {icon}
        </span>
      )}
      <h2 className="text-16 font-semibold">{title}</h2>
      <div className="mt-1.5 max-w-sm text-14 text-pretty text-ink-2">{children}</div>
      {action === undefined ? null : <div className="mt-5 flex gap-2">{action}</div>}
    </div>
  );
}
