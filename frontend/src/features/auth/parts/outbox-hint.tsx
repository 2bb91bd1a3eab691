/** On a development server letters never leave the machine: say where they are. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { configQuery } from "@/shared/api/queries";

export function OutboxHint() {
  const { data: config } = useQuery(configQuery);
  if (config?.mail !== "outbox") return null;
  return (
    <p className="mt-4 rounded-control bg-sunken px-3 py-2 text-13 text-ink-2">
      This is a development server: letters stay here.{" "}
      <Link to="/outbox" className="font-medium text-accent underline underline-offset-4">
        Open the outbox
      </Link>
    </p>
  );
}
