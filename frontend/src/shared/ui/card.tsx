/** A sheet on the page: hairline, no shadow, a quiet heading. */
import { type ReactNode, useId } from "react";
import { cx } from "@/shared/ui/cx";

type CardProps = {
  title: string;
  hideTitle?: boolean;
  note?: ReactNode;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
};

export function Card({ title, hideTitle, note, action, className, children }: CardProps) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      className={cx("rounded-card border border-hairline bg-sheet p-5", className)}
    >
      <div
        className={
          hideTitle === true
            ? "sr-only"
            : "mb-3 flex min-h-7 flex-wrap items-center justify-between gap-x-3 gap-y-1"
        }
      >
        <h2 id={headingId} className="text-14 font-semibold">
          {title}
        </h2>
        {note === undefined ? null : <div className="text-13 text-ink-2">{note}</div>}
        {action}
      </div>
      {children}
    </section>
  );
}
