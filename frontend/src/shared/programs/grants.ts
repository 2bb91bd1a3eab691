/** What a program can be trusted with, as rows of a table: to look, to change. */
const WORDS: Record<string, string> = {
  accounts: "Accounts and balances",
  audit: "The workspace's record",
  "audit:own": "Your part of the record",
  categories: "Categories",
  connections: "Banks",
  corrections: "Corrections",
  events: "Live events",
  insights: "Dashboard figures",
  members: "Members",
  own: "Your profile",
  reconciliation: "Reconciliation",
  rules: "Rules",
  transactions: "Transactions",
  workspace: "The workspace's name",
};

export type Grant = { label: string; read: string | null; write: string | null };

/** Reading and changing the same thing stand in one row, in the order of their words. */
export function grantsOf(grantable: readonly string[]): Grant[] {
  const rows = new Map<string, Grant>();
  for (const permission of grantable) {
    const [resource = permission, action = "", ...scope] = permission.split(":");
    const key = [resource, ...scope].join(":");
    const row = rows.get(key) ?? { label: WORDS[key] ?? key, read: null, write: null };
    rows.set(key, action === "read" ? { ...row, read: permission } : { ...row, write: permission });
  }
  return [...rows.values()].sort((one, other) => one.label.localeCompare(other.label));
}
