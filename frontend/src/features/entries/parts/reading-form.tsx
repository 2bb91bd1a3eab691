/** What the columns of a file mean: guessed, and corrected here; each change shows at once in the rows below. */
import type { ImportPreview, ImportReading } from "@/shared/api/types";
import { Select } from "@/shared/ui/select";
import { Switch } from "@/shared/ui/toggle";

type ReadingFormProps = {
  reading: ImportReading;
  columns: ImportPreview["columns"];
  isOrderSure: boolean;
  isPending: boolean;
  onChange: (reading: ImportReading) => void;
};

const ORDERS = [
  { id: "ymd", label: "Year, month, day" },
  { id: "dmy", label: "Day, month, year" },
  { id: "mdy", label: "Month, day, year" },
] as const;
const MARKS = [
  { id: ".", label: "1,234.56" },
  { id: ",", label: "1.234,56" },
] as const;
const NONE = "none";

/** One column of amounts, or one each for money out and money in: never both. */
function withAmount(reading: ImportReading, column: number | null): ImportReading {
  return column === null
    ? reading
    : { ...reading, amount_column: column, debit_column: null, credit_column: null };
}

function withSide(reading: ImportReading, side: Partial<ImportReading>): ImportReading {
  const next = { ...reading, amount_column: null, ...side };
  const isEmpty = next.debit_column === null && next.credit_column === null;
  return isEmpty ? reading : next;
}

export function ReadingForm({ reading, columns, isOrderSure, isPending, onChange }: ReadingFormProps) {
  const order = ORDERS.find(({ id }) => id === reading.date_order)?.label;
  return (
    <div className="flex flex-col gap-4" aria-busy={isPending}>
      {isOrderSure ? null : (
        <p role="status" className="rounded-card bg-attention/12 p-3 text-13 text-pretty">
          <span className="font-medium">Please check the dates.</span> They could be meant in two ways; they
          are read as {order?.toLowerCase()}.
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <WhatFields reading={reading} columns={columns} onChange={onChange} />
        <AmountFields reading={reading} columns={columns} onChange={onChange} />
      </div>
      <Switch
        isSelected={reading.is_inverted}
        onChange={(is_inverted) => onChange({ ...reading, is_inverted })}
      >
        The file writes money out without a minus
      </Switch>
    </div>
  );
}

type FieldsProps = Pick<ReadingFormProps, "reading" | "columns" | "onChange">;

function WhatFields({ reading, columns, onChange }: FieldsProps) {
  const pick = (part: Partial<ImportReading>) => onChange({ ...reading, ...part });
  return (
    <>
      <ColumnChoice
        label="Date"
        columns={columns}
        value={reading.date_column}
        onChange={(column) => column !== null && pick({ date_column: column })}
      />
      <Select
        label="Dates are"
        choices={ORDERS}
        value={reading.date_order}
        onChange={(id) => pick(orderOf(id))}
      />
      <ColumnChoice
        label="Description"
        columns={columns}
        value={reading.description_column}
        onChange={(column) => column !== null && pick({ description_column: column })}
      />
      <ColumnChoice
        label="Note"
        columns={columns}
        isOptional
        value={reading.note_column}
        onChange={(column) => pick({ note_column: column })}
      />
      <ColumnChoice
        label="Account of the row"
        columns={columns}
        isOptional
        value={reading.account_column}
        onChange={(column) => pick({ account_column: column })}
      />
    </>
  );
}

function AmountFields({ reading, columns, onChange }: FieldsProps) {
  return (
    <>
      <ColumnChoice
        label="Amount"
        columns={columns}
        isOptional
        value={reading.amount_column}
        onChange={(column) => onChange(withAmount(reading, column))}
      />
      <ColumnChoice
        label="Money out"
        columns={columns}
        isOptional
        value={reading.debit_column}
        onChange={(column) => onChange(withSide(reading, { debit_column: column }))}
      />
      <ColumnChoice
        label="Money in"
        columns={columns}
        isOptional
        value={reading.credit_column}
        onChange={(column) => onChange(withSide(reading, { credit_column: column }))}
      />
      <Select
        label="Numbers are"
        choices={MARKS}
        value={reading.decimal_mark}
        onChange={(id) => onChange({ ...reading, decimal_mark: id === "," ? "," : "." })}
      />
    </>
  );
}

function orderOf(id: string): Partial<ImportReading> {
  const found = ORDERS.find((order) => order.id === id);
  return found === undefined ? {} : { date_order: found.id };
}

type ColumnChoiceProps = {
  label: string;
  columns: ImportPreview["columns"];
  value: number | null;
  isOptional?: boolean;
  onChange: (column: number | null) => void;
};

function ColumnChoice({ label, columns, value, isOptional, onChange }: ColumnChoiceProps) {
  const named = columns.map(({ name, samples }, place) => ({
    id: String(place),
    label: name,
    ...(samples[0] === undefined || samples[0] === "" ? {} : { note: samples[0].slice(0, 24) }),
  }));
  const choices = isOptional ? [{ id: NONE, label: "None" }, ...named] : named;
  return (
    <Select
      label={label}
      choices={choices}
      value={value === null ? NONE : String(value)}
      onChange={(id) => onChange(id === NONE ? null : Number(id))}
    />
  );
}
