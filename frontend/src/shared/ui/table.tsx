/** Pieces of a plain table with the house's rhythm: quiet headings, hairlines, figures on the right. */
import type { ReactNode } from "react";
import { cx } from "@/shared/ui/cx";

type TableProps = {
  caption: string;
  /** Where it is narrow each row becomes a card that shows every cell; without this the table scrolls. */
  stacks?: boolean;
  children: ReactNode;
};

export function Table({ caption, stacks, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen the keyboard must be able to scroll it.
    <section aria-label={caption} tabIndex={0} className="table-frame overflow-x-auto">
      <table data-stacks={stacks} className="w-full border-collapse text-14">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

type HeadCellProps = { isNumber?: boolean; className?: string; children: ReactNode };

export function HeadCell({ isNumber, className, children }: HeadCellProps) {
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

type CellProps = HeadCellProps & {
  /** What stands before the cell in a stacked row, when it does not speak for itself. */
  label?: string;
  /** What a stacked row is about: it takes the room that the others leave in the first line. */
  isLead?: boolean;
  /** Stands in the second line of a stacked row. */
  isDetail?: boolean;
};

export function Cell({ isNumber, className, label, isLead, isDetail, children }: CellProps) {
  return (
    <td
      data-label={label}
      data-lead={isLead}
      data-detail={isDetail}
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
