/** Rules in one sentence each: what they speak of, and what they say. */
import type { Account, Rule } from "@/shared/api/types";
import { typedAmount } from "@/shared/lib/typed-amount";

type Conditions = Rule["conditions"];

export function conditionsInWords(conditions: Conditions, accounts: readonly Account[]): string {
  const { texts = [], account_ids = [], direction, merchant_key } = conditions;
  const names = accounts.filter(({ id }) => account_ids.includes(id)).map(({ name }) => name);
  const parts = [
    texts.length > 0 ? `the text has ${texts.map((text) => `“${text}”`).join(" or ")}` : "",
    merchant_key ? `the merchant is “${merchant_key}”` : "",
    names.length > 0 ? `the account is ${names.join(" or ")}` : "",
    direction ? (direction === "in" ? "money comes in" : "money goes out") : "",
    span("the amount is", written(conditions.amount_min), written(conditions.amount_max)),
    span("the day of the month is", conditions.day_first, conditions.day_last),
  ].filter((part) => part !== "");
  return `When ${parts.join(", and ")}`;
}

const written = (amount: string | null | undefined) => (amount ? typedAmount(amount) : null);

function span(
  what: string,
  least: string | number | null | undefined,
  most: string | number | null | undefined,
): string {
  const [from, to] = [least ?? null, most ?? null];
  if (from === null && to === null) return "";
  if (from === to) return `${what} ${from}`;
  if (to === null) return `${what} ${from} or more`;
  return from === null ? `${what} ${to} or less` : `${what} between ${from} and ${to}`;
}

export function actionsInWords({
  actions,
  category_label,
}: Pick<Rule, "actions" | "category_label">): string {
  const parts = [
    actions.is_transfer ? "it is a transfer of your own" : "",
    category_label === null ? "" : `it is “${category_label}”`,
    actions.merchant_name ? `call it “${actions.merchant_name}”` : "",
    (actions.tags ?? []).length > 0 ? `tag it ${(actions.tags ?? []).join(", ")}` : "",
    actions.note ? `note “${actions.note}”` : "",
    actions.is_excluded ? "count it nowhere" : "",
  ].filter((part) => part !== "");
  return parts.join(", ");
}
