/** The table of merchants; a tick chooses those to merge, the name leads to their transactions. */
import { Link } from "@tanstack/react-router";
import { Pencil, Tag } from "lucide-react";
import type { Merchant } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";
import { IconButton } from "@/shared/ui/button";
import { DateText } from "@/shared/ui/date-text";
import { Mark } from "@/shared/ui/mark";
import { Money } from "@/shared/ui/money";
import { Cell, HeadCell, Table } from "@/shared/ui/table";
import { Checkbox } from "@/shared/ui/toggle";

export type MerchantTableProps = {
  rows: readonly Merchant[];
  chosen: readonly Merchant[];
  onChoose: (chosen: readonly Merchant[]) => void;
  onRename: (merchant: Merchant) => void;
  onCategory: (merchant: Merchant) => void;
};

export function MerchantTable({ rows, chosen, onChoose, onRename, onCategory }: MerchantTableProps) {
  const isChosen = ({ key }: Merchant) => chosen.some((each) => each.key === key);
  const toggle = (row: Merchant) =>
    onChoose(isChosen(row) ? chosen.filter(({ key }) => key !== row.key) : [...chosen, row]);
  return (
    <Table caption="Merchants" stacks>
      <thead>
        <tr>
          <HeadCell className="w-10 pr-0">
            <span className="sr-only">Choose</span>
          </HeadCell>
          <HeadCell>Name</HeadCell>
          <HeadCell className="hidden md:table-cell">Category</HeadCell>
          <HeadCell isNumber>Times</HeadCell>
          <HeadCell isNumber>Total</HeadCell>
          <HeadCell className="hidden sm:table-cell">Last</HeadCell>
          <HeadCell className="w-20">
            <span className="sr-only">Change</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.key} ${row.currency}`} className="hover:bg-sunken/60">
            <Cell className="pr-0">
              <Checkbox
                aria-label={`Choose ${row.name}`}
                isSelected={isChosen(row)}
                onChange={() => toggle(row)}
              />
            </Cell>
            <Cell isLead className="max-w-0 w-full">
              <Link
                to="/transactions"
                search={{ merchant: row.key }}
                className="flex min-w-0 items-center gap-3 rounded-control hover:underline"
              >
                <span className="hidden sm:block">
                  <Mark name={row.name} size="small" />
                </span>
                <span className="truncate">{row.name}</span>
              </Link>
            </Cell>
            <Cell isDetail className="hidden whitespace-nowrap text-ink-2 md:table-cell">
              <Category merchant={row} />
            </Cell>
            <Cell isNumber isDetail label="×">
              {formatCount(row.count)}
            </Cell>
            <Cell isNumber>
              <Money amount={row.amount} currency={row.currency} signs="always" />
            </Cell>
            <Cell isDetail label="last" className="hidden whitespace-nowrap text-ink-2 sm:table-cell">
              <DateText date={row.last_date} />
            </Cell>
            <Cell isDetail className="ml-auto whitespace-nowrap">
              <IconButton label={`Category of ${row.name}`} size="small" onPress={() => onCategory(row)}>
                <Tag aria-hidden className="size-4" />
              </IconButton>
              <IconButton label={`Rename ${row.name}`} size="small" onPress={() => onRename(row)}>
                <Pencil aria-hidden className="size-4" />
              </IconButton>
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What most of its transactions are, or what a person chose for all of them. */
function Category({ merchant: { lesson, category_label } }: { merchant: Merchant }) {
  return lesson === null ? (category_label ?? "–") : `Always ${lesson.category_label}`;
}
