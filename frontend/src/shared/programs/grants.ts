/** What a program can be trusted with, as rows of a table: to look, to change; in the words of the server. Pure. */
import type { ProgramRight } from "@/shared/api/types";

export type Grant = { subject: string; look: string | null; change: string | null };
export type GrantGroup = { about: string; grants: Grant[] };

/** Looking at the same thing and changing it stand in one row, the rows under what they are about. */
export function groupGrants(rights: readonly ProgramRight[]): GrantGroup[] {
  const groups = new Map<string, Map<string, Grant>>();
  for (const { permission, group, subject, action } of rights) {
    const grants = groups.get(group) ?? new Map<string, Grant>();
    const grant = grants.get(subject) ?? { subject, look: null, change: null };
    groups.set(group, grants.set(subject, { ...grant, [action]: permission }));
  }
  return [...groups].map(([about, grants]) => ({ about, grants: [...grants.values()] }));
}

/** "Look: Accounts and balances, Transactions. Change: Rules." */
export function describeGrants(permissions: readonly string[], rights: readonly ProgramRight[]): string {
  const chosen = rights.filter(({ permission }) => permissions.includes(permission));
  const list = (action: ProgramRight["action"]) =>
    chosen.filter((each) => each.action === action).map(({ subject }) => subject);
  const parts = [
    { label: "Look", subjects: list("look") },
    { label: "Change", subjects: list("change") },
  ];
  return parts
    .filter(({ subjects }) => subjects.length > 0)
    .map(({ label, subjects }) => `${label}: ${subjects.join(", ")}.`)
    .join(" ");
}
