/** What a login at a bank is called: two at the same bank are told apart by an account that only one has. Pure. */
import type { Account, Connection } from "@/shared/api/types";
import { formatInstant } from "@/shared/lib/dates";

type Login = Pick<Connection, "id" | "institution_name" | "status" | "created_at">;
type Known = Pick<Account, "connection_id" | "mask" | "type">;

/** The bank's name, "Maple Street Bank ··4021", or "Maple Street Bank, linked Nov 20, 09:12". */
export function nameBank(login: Login, logins: readonly Login[], accounts: readonly Known[]): string {
  const name = login.institution_name;
  const twins = new Set(logins.filter((each) => isTwin(login, each)).map(({ id }) => id));
  if (twins.size === 0) return name;
  // An account that both see, as a joint one, tells nothing.
  const shared = new Set(
    accounts.filter((each) => twins.has(each.connection_id ?? "")).map(({ mask }) => mask),
  );
  const owned = accounts.filter(
    ({ connection_id, mask }) => connection_id === login.id && mask !== null && !shared.has(mask),
  );
  // The account that salaries go to is better known than a card.
  const own = owned.find(({ type }) => type === "depository") ?? owned[0];
  return own === undefined ? `${name}, linked ${formatInstant(login.created_at)}` : `${name} ··${own.mask}`;
}

/** A login that goes on keeps its plain name beside one that was ended. */
function isTwin(login: Login, other: Login): boolean {
  const isSeen = login.status === "disconnected" || other.status !== "disconnected";
  return other.id !== login.id && other.institution_name === login.institution_name && isSeen;
}
