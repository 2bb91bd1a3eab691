/** What a program may look at and change. */
import { grantsOf } from "@/shared/programs/grants";
import { Cell, HeadCell, Table } from "@/shared/ui/table";
import { Checkbox } from "@/shared/ui/toggle";

type GrantTableProps = {
  caption: string;
  grantable: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
};

export function GrantTable({ caption, grantable, chosen, onChange }: GrantTableProps) {
  const tick = (permission: string | null, label: string) =>
    permission === null ? null : (
      <Checkbox
        aria-label={label}
        isSelected={chosen.includes(permission)}
        onChange={(isChosen) =>
          onChange(isChosen ? [...chosen, permission] : chosen.filter((each) => each !== permission))
        }
      />
    );
  return (
    <div className="max-h-64 overflow-y-auto">
      <Table caption={caption}>
        <thead>
          <tr>
            <HeadCell>It may</HeadCell>
            <HeadCell className="w-16">Look</HeadCell>
            <HeadCell className="w-16">Change</HeadCell>
          </tr>
        </thead>
        <tbody>
          {grantsOf(grantable).map(({ label, read, write }) => (
            <tr key={label}>
              <Cell>{label}</Cell>
              <Cell>{tick(read, `Look: ${label}`)}</Cell>
              <Cell>{tick(write, `Change: ${label}`)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
