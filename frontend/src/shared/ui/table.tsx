/** Pieces of a plain table with the house's rhythm: quiet headings, hairlines, figures on the right. */
import type { ReactNode } from "react";
import { cx } from "@/shared/ui/cx";

export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen the keyboard must be able to scroll it.
    <section aria-label={caption} tabIndex={0} className="relative overflow-x-auto rounded-control">
      <table className="w-full border-collapse text-14">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

type CellProps = { isNumber?: boolean; className?: string; children: ReactNode };

export function HeadCell({ isNumber, className, children }: CellProps) {
  return (
    <th
      scope="col"
      className={cx(
        "h-9 border-b border-hairline px-3 text-12 font-medium text-ink-2",
        isNumber ? "text-right" : "text-left",
        className,
      )}
    >
      {children}
    </th>
  );
}

export function Cell({ isNumber, className, children }: CellProps) {
  return (
    <td
      className={cx(
        "h-(--row) border-b border-hairline px-3",
        isNumber && "text-right tabular-nums",
        className,
      )}
    >
      {children}
    </td>
  );
}
