/** The rows of a file that cannot be read, each with its line and why. */
import type { ImportShown } from "@/shared/api/types";
import { Card } from "@/shared/ui/card";

export function RejectedRows({ rows }: { rows: ImportShown["rejected"] }) {
  if (rows.length === 0) return null;
  const title = rows.length === 1 ? "1 row cannot be read" : `${rows.length} rows cannot be read`;
  return (
    <Card title={title} note="They are left out; the others are not held up.">
      <ul className="flex max-h-60 flex-col gap-2 overflow-y-auto text-13">
        {rows.map(({ line, reason, text }) => (
          <li key={line}>
            <span className="font-medium">Line {line}:</span> {reason}
            <span className="block truncate font-mono text-12 text-ink-2">{text}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
