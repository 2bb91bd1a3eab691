/** Someone's address, which opens what is known of them. */
import { Link } from "@tanstack/react-router";
import type { AdministrationSearch } from "@/features/administration/search";

type PersonLinkProps = { userId: string; children: string };

export function PersonLink({ userId, children }: PersonLinkProps) {
  return (
    <Link
      to="/administration"
      from="/administration"
      search={(before: AdministrationSearch) => ({ ...before, person: userId })}
      className="rounded-control hover:underline"
    >
      {children}
    </Link>
  );
}
