/** A believable household, for looking at pages without a server. Not for assertions: tests use the factories. */
import { CalendarDate, getLocalTimeZone, today } from "@internationalized/date";
import type { Account, Connection, CurrencyDashboard, Dashboard, Transaction } from "@/shared/api/types";
import { aCategory, aConnection, anAccount, aTransaction, someNumbers } from "@/testing/factories";

const now = today(getLocalTimeZone());
const instant = new Date(Date.now() - 4 * 60_000).toISOString();

export const accounts: Account[] = [
  anAccount({
    id: "a1",
    name: "Everyday Checking",
    mask: "4821",
    current_balance: "8214.55",
    balance_as_of: instant,
  }),
  anAccount({
    id: "a2",
    name: "Rainy Day Savings",
    mask: "1190",
    subtype: "savings",
    current_balance: "21450.12",
    balance_as_of: instant,
  }),
  anAccount({
    id: "a5",
    connection_id: "c2",
    institution_name: "Harbour Invest",
    name: "Index Fund Brokerage",
    mask: "7755",
    type: "investment",
    subtype: "brokerage",
    current_balance: "64210.4",
    balance_as_of: instant,
  }),
  anAccount({
    id: "a3",
    name: "Maple Rewards Card",
    mask: "9034",
    type: "credit",
    subtype: "credit card",
    current_balance: "1287.9",
    credit_limit: "9000",
    is_debt: true,
    balance_as_of: instant,
  }),
  anAccount({
    id: "a4",
    name: "Car Loan",
    mask: "5512",
    type: "loan",
    subtype: "auto",
    current_balance: "12840.33",
    is_debt: true,
    balance_as_of: instant,
  }),
];

export const connections: Connection[] = [
  aConnection({
    id: "c1",
    counts: { accounts: 4, transactions: 2841, categorised: 2841, set_aside: 0 },
    last_synced_at: instant,
    bank_updated_at: instant,
  }),
  aConnection({
    id: "c2",
    institution_name: "Harbour Invest",
    status: "needs_login",
    counts: { accounts: 1, transactions: 212, categorised: 212, set_aside: 0 },
    last_synced_at: instant,
  }),
];

const ROWS: readonly [string, string, string, string, string, number][] = [
  ["Blue Door Coffee", "-5.4", "FOOD_AND_DRINK", "Coffee", "a3", 0],
  ["Green Grocer", "-84.17", "FOOD_AND_DRINK", "Groceries", "a3", 0],
  ["Northwind Payroll", "3120.5", "INCOME", "Salary", "a1", 1],
  ["City Transit", "-2.9", "TRANSPORTATION", "Public transit", "a3", 1],
  ["Streamly", "-15.99", "ENTERTAINMENT", "TV and films", "a3", 1],
  ["Lakeside Apartments", "-1650", "RENT_AND_UTILITIES", "Rent", "a1", 2],
  ["Pharmacy on Fifth", "-23.1", "MEDICAL", "Pharmacy", "a3", 2],
  ["Bookmark & Sons", "-41.25", "GENERAL_MERCHANDISE", "Books", "a3", 3],
];

export const transactions: Transaction[] = ROWS.map(
  ([name, amount, primary, label, account_id, ago], index) =>
    aTransaction({
      id: `t${index}`,
      account_id,
      date: now.subtract({ days: ago }).toString(),
      amount,
      description: name.toUpperCase(),
      merchant_name: name,
      pending: index === 0,
      is_categorising: index === 1,
      category: index === 1 ? null : aCategory({ primary, label }),
    }),
);

const SPENDING: readonly [string, string, string, string][] = [
  ["RENT_AND_UTILITIES", "Rent and utilities", "1812.4", "1790.1"],
  ["FOOD_AND_DRINK", "Food and drink", "642.81", "781.2"],
  ["TRANSPORTATION", "Transportation", "231.5", "198.75"],
  ["GENERAL_MERCHANDISE", "Shopping", "214.02", "340.9"],
  ["ENTERTAINMENT", "Entertainment", "96.47", "61.0"],
  ["MEDICAL", "Medical", "58.1", "0"],
  ["PERSONAL_CARE", "Personal care", "44", "52.5"],
  ["BANK_FEES", "Bank fees", "6", "6"],
  ["TRAVEL", "Travel", "3.2", "410"],
];

function history(): CurrencyDashboard["history"] {
  const first = new CalendarDate(now.year, now.month, now.day).subtract({ days: 90 });
  return Array.from({ length: 91 }, (_, day) => ({
    date: first.add({ days: day }).toString(),
    net_worth: (
      74_900 +
      day * 52 +
      Math.sin(day / 5) * 600 +
      (day % 14 < 3 ? 1_100 : 0) -
      (day % 30 === 2 ? 1_500 : 0)
    ).toFixed(2),
  }));
}

export const dashboard: Dashboard = {
  as_of: new Date().toISOString(),
  month: now.toString().slice(0, 7),
  currencies: [
    someNumbers({
      net_worth: "79746.84",
      assets: "93875.07",
      debts: "14128.23",
      history: [...history().slice(0, -1), { date: now.toString(), net_worth: "79746.84" }],
      spending: SPENDING.map(([category, label, amount, previous_amount]) => ({
        category,
        label,
        color: null,
        amount,
        previous_amount,
        pending_amount: "0",
      })),
      money_in: "6241",
      money_out: "3108.5",
      transactions_waiting: 12,
    }),
  ],
};
