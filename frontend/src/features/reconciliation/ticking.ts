/** What ticks do to a statement, worked out in the page: the difference counts down before the server has answered. */
import type { StatementDetail, StatementRow } from "@/shared/api/types";
import { absolute, subtract, sum } from "@/shared/lib/money";
import { readAmount, typedAmount } from "@/shared/lib/typed-amount";

export function withTicks(
  statement: StatementDetail,
  ids: ReadonlySet<string>,
  isTicked: boolean,
): StatementDetail {
  const moved = statement.rows.filter(({ id, ticked }) => ids.has(id) && ticked !== isTicked);
  const amount = sum(moved.map((row) => row.amount));
  return {
    ...statement,
    rows: statement.rows.map((row) => (ids.has(row.id) ? { ...row, ticked: isTicked } : row)),
    ticked_count: statement.ticked_count + (isTicked ? moved.length : -moved.length),
    difference: isTicked ? subtract(statement.difference, amount) : sum([statement.difference, amount]),
  };
}

export type Panes = { open: readonly StatementRow[]; ticked: readonly StatementRow[] };

/** Rows of the period first: what is older may still be cashed, but mostly stays where it is. */
export function intoPanes(statement: StatementDetail, search: string): Panes {
  const wanted = search.trim().toLocaleLowerCase();
  const typed = readAmount(search);
  const found = statement.rows.filter(
    ({ description, amount }) =>
      wanted === "" ||
      description.toLocaleLowerCase().includes(wanted) ||
      typedAmount(amount).includes(wanted) ||
      (typed !== null && absolute(typed) === absolute(amount)),
  );
  const rows = [
    ...found.filter((row) => isOfPeriod(statement, row)),
    ...found.filter((row) => !isOfPeriod(statement, row)),
  ];
  return { open: rows.filter(({ ticked }) => !ticked), ticked: rows.filter(({ ticked }) => ticked) };
}

export function isOfPeriod(statement: StatementDetail, { date }: StatementRow): boolean {
  return date >= statement.opening_date;
}
