/** A rule as a form holds it, all in text, and as the server takes it. */
import type { Rule, RuleDraft } from "@/shared/api/types";
import { readAmount, typedAmount } from "@/shared/lib/typed-amount";

export type RuleForm = {
  name: string;
  texts: string;
  accountId: string;
  direction: "" | "in" | "out";
  least: string;
  most: string;
  firstDay: string;
  lastDay: string;
  category: string;
  newName: string;
  tags: string;
  isExcluded: boolean;
};

export const TRANSFER = "transfer";

export const EMPTY_FORM: RuleForm = {
  name: "",
  texts: "",
  accountId: "",
  direction: "",
  least: "",
  most: "",
  firstDay: "",
  lastDay: "",
  category: "",
  newName: "",
  tags: "",
  isExcluded: false,
};

export function formOf({ name, conditions, actions }: Rule): RuleForm {
  return { name, ...conditionFields(conditions), ...actionFields(actions) };
}

function conditionFields(conditions: Rule["conditions"]) {
  const { texts = [], account_ids = [], direction, amount_min, amount_max, day_first, day_last } = conditions;
  return {
    texts: texts.join(", "),
    accountId: account_ids[0] ?? "",
    direction: direction ?? ("" as const),
    least: typedAmount(textOf(amount_min)),
    most: typedAmount(textOf(amount_max)),
    firstDay: textOf(day_first),
    lastDay: textOf(day_last),
  };
}

function actionFields(actions: Rule["actions"]) {
  const { is_transfer = false, tags = [], is_excluded = false } = actions;
  return {
    category: is_transfer ? TRANSFER : textOf(actions.category_detailed),
    newName: textOf(actions.merchant_name),
    tags: tags.join(", "),
    isExcluded: is_excluded,
  };
}

const textOf = (value: string | number | null | undefined) => String(value ?? "");

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}

const orNull = (text: string) => text.trim() || null;
/** What is no amount goes as it is: the server says what is wrong with it. */
const amountOf = (text: string) => readAmount(text) ?? orNull(text);
const dayOf = (text: string) => (text.trim() === "" ? null : Number(text));

/** The rule as it would be stored, what the form does not show kept; null while it says nothing yet. */
export function draftOf(form: RuleForm, stored?: Rule): RuleDraft | null {
  const conditions = { merchant_key: stored?.conditions.merchant_key ?? null, ...conditionsOf(form) };
  const actions = { note: stored?.actions.note ?? null, ...actionsOf(form) };
  if (!saysSomething(conditions) || !saysSomething(actions)) return null;
  return {
    name: form.name.trim() || "New rule",
    is_enabled: stored?.is_enabled ?? true,
    conditions,
    actions,
  };
}

function conditionsOf(form: RuleForm) {
  return {
    texts: listOf(form.texts),
    account_ids: form.accountId === "" ? [] : [form.accountId],
    direction: form.direction === "" ? null : form.direction,
    amount_min: amountOf(form.least),
    amount_max: amountOf(form.most),
    day_first: dayOf(form.firstDay),
    day_last: dayOf(form.lastDay),
  };
}

function actionsOf(form: RuleForm) {
  const isTransfer = form.category === TRANSFER;
  return {
    category_detailed: isTransfer ? null : orNull(form.category),
    is_transfer: isTransfer,
    merchant_name: orNull(form.newName),
    tags: listOf(form.tags),
    is_excluded: form.isExcluded,
  };
}

function saysSomething(part: Record<string, unknown>): boolean {
  return Object.values(part).some((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
}
