/** Accounts in the groups people think in, with totals per currency. What is owed counts as negative. */
import type { Account } from "@/shared/api/types";
import { negate, sum } from "@/shared/lib/money";

export type AccountGroupId = "cash" | "investments" | "other-assets" | "cards" | "loans";
export type CurrencyTotal = { currency: string; amount: string };
export type AccountGroup = {
  id: AccountGroupId;
  label: string;
  isDebt: boolean;
  /** Which of the twelve colours the group wears. */
  series: number;
  accounts: readonly Account[];
  totals: readonly CurrencyTotal[];
};

const GROUPS: readonly { id: AccountGroupId; label: string; isDebt: boolean; series: number }[] = [
  { id: "cash", label: "Cash", isDebt: false, series: 3 },
  { id: "investments", label: "Investments", isDebt: false, series: 1 },
  { id: "other-assets", label: "Other assets", isDebt: false, series: 7 },
  { id: "cards", label: "Cards", isDebt: true, series: 2 },
  { id: "loans", label: "Loans", isDebt: true, series: 4 },
];

export function groupOf(account: Pick<Account, "type" | "is_debt">): AccountGroupId {
  if (account.is_debt) return account.type === "credit" ? "cards" : "loans";
  if (account.type === "depository") return "cash";
  return account.type === "investment" || account.type === "brokerage" ? "investments" : "other-assets";
}

/** The balance as part of the net worth; the bank states what is owed as a positive number. */
export function signedBalance(account: Pick<Account, "current_balance" | "is_debt">): string | null {
  if (account.current_balance === null) return null;
  return account.is_debt ? negate(account.current_balance) : account.current_balance;
}

export function totalsOf(accounts: readonly Account[]): CurrencyTotal[] {
  const byCurrency = new Map<string, string[]>();
  for (const account of accounts) {
    const balance = signedBalance(account);
    if (balance === null) continue;
    byCurrency.set(account.currency, [...(byCurrency.get(account.currency) ?? []), balance]);
  }
  return [...byCurrency].map(([currency, amounts]) => ({ currency, amount: sum(amounts) }));
}

/** Open accounts only, grouped; groups without an account are left out. */
export function groupAccounts(accounts: readonly Account[]): AccountGroup[] {
  const open = accounts.filter(({ status }) => status === "active");
  return GROUPS.map((group) => {
    const members = open.filter((account) => groupOf(account) === group.id);
    return { ...group, accounts: members, totals: totalsOf(members) };
  }).filter(({ accounts: members }) => members.length > 0);
}
