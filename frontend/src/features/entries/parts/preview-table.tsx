/** The rows of a file as they would become transactions; those that are here already say so. */
import { useState } from "react";
import { isWanted, seen, type Turned, type View } from "@/features/entries/choice";
import type { ImportRow } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/dates";
import { Button } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";
import { DateText } from "@/shared/ui/date-text";
import { Money } from "@/shared/ui/money";
import { Cell, HeadCell, Table } from "@/shared/ui/table";
import { Segmented } from "@/shared/ui/toggle";

type PreviewTableProps = {
  rows: readonly ImportRow[];
  currency: string;
  turned: Turned;
  onTurn: (line: number) => void;
};

/** A file may have thousands of rows, and nobody reads them all. */
const STEP = 100;

export function PreviewTable({ rows, currency, turned, onTurn }: PreviewTableProps) {
  const [view, setView] = useState<View>("all");
  const [most, setMost] = useState(STEP);
  const shown = seen(rows, view);
  const there = rows.length - seen(rows, "new").length;
  const views = [
    { value: "all", label: `All ${rows.length}` },
    { value: "new", label: `New ${rows.length - there}` },
    { value: "there", label: `Here already ${there}` },
  ] as const;
  return (
    <div className="flex flex-col gap-3 pb-4">
      <div>
        <Segmented label="Rows" value={view} choices={views} onChange={setView} />
      </div>
      {shown.length === 0 ? <p className="py-4 text-ink-2">No such row.</p> : null}
      {shown.length === 0 ? null : (
        <Table caption="Rows of the file">
          <thead>
            <tr>
              <HeadCell>Add</HeadCell>
              <HeadCell className="max-sm:hidden">Day</HeadCell>
              <HeadCell>What</HeadCell>
              <HeadCell isNumber>Amount</HeadCell>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, most).map((row) => (
              <Row
                key={row.line}
                row={row}
                currency={currency}
                isAdded={isWanted(row, turned)}
                onTurn={() => onTurn(row.line)}
              />
            ))}
          </tbody>
        </Table>
      )}
      {shown.length > most ? (
        <Button size="small" className="self-start" onPress={() => setMost(most + STEP * 5)}>
          Show more of {shown.length - most}
        </Button>
      ) : null}
    </div>
  );
}

type RowProps = { row: ImportRow; currency: string; isAdded: boolean; onTurn: () => void };

function Row({ row, currency, isAdded, onTurn }: RowProps) {
  const there = row.duplicate_of;
  return (
    <tr className={cx(!isAdded && "text-ink-2")}>
      <Cell className="w-12">
        <input
          type="checkbox"
          className="size-4.5 cursor-pointer accent-accent"
          checked={isAdded}
          onChange={onTurn}
          aria-label={`Add line ${row.line}, ${row.description}`}
        />
      </Cell>
      <Cell className="whitespace-nowrap text-ink-2 max-sm:hidden">
        <DateText date={row.date} />
      </Cell>
      <Cell className="w-full max-w-0 py-1.5">
        <span className="block truncate">{row.description}</span>
        <span className="block text-13 text-ink-2 sm:hidden">
          <DateText date={row.date} />
        </span>
        {there === null ? null : (
          <span className="block truncate text-13 text-ink-2">
            Here already: {there.description}, {formatDay(there.date)}
          </span>
        )}
      </Cell>
      <Cell isNumber>
        <Money amount={row.amount} currency={currency} signs="always" />
      </Cell>
    </tr>
  );
}
