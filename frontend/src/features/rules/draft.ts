/** A rule as a form holds it, all in text, and as the server takes it. */
import type { Rule, RuleDraft } from "@/shared/api/types";
import { readAmount, typedAmount } from "@/shared/lib/typed-amount";

export type RuleForm = {
  name: string;
  texts: string;
  /** Key of the merchant. */
  merchant: string;
  /** Ids with commas between; the form chooses one, and keeps several that came from elsewhere. */
  accountIds: string;
  direction: "" | "in" | "out";
  least: string;
  most: string;
  firstDay: string;
  lastDay: string;
  category: string;
  newName: string;
  tags: string;
  note: string;
  isExcluded: boolean;
};

export const TRANSFER = "transfer";

export const EMPTY_FORM: RuleForm = {
  name: "",
  texts: "",
  merchant: "",
  accountIds: "",
  direction: "",
  least: "",
  most: "",
  firstDay: "",
  lastDay: "",
  category: "",
  newName: "",
  tags: "",
  note: "",
  isExcluded: false,
};

export function formOf({ name, conditions, actions }: Rule): RuleForm {
  return { name, ...conditionFields(conditions), ...actionFields(actions) };
}

function conditionFields(conditions: Rule["conditions"]) {
  const { texts = [], account_ids = [], direction, amount_min, amount_max, day_first, day_last } = conditions;
  return {
    texts: inOneLine(texts),
    merchant: textOf(conditions.merchant_key),
    accountIds: account_ids.join(","),
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
    tags: inOneLine(tags),
    note: textOf(actions.note),
    isExcluded: is_excluded,
  };
}

const textOf = (value: string | number | null | undefined) => String(value ?? "");

/** Pieces with commas between; one that has a comma itself stands in quotes, or it would come back as two. */
function inOneLine(pieces: readonly string[]): string {
  return pieces.map((piece) => (/[,"]/.test(piece) ? `"${piece.replaceAll('"', '""')}"` : piece)).join(", ");
}

const PIECE = /\s*"((?:[^"]|"")*)"\s*(?=,|$)|[^,]+/g;

function listOf(text: string): string[] {
  return [...text.matchAll(PIECE)]
    .map(([plain, quoted]) => (quoted?.replaceAll('""', '"') ?? plain).trim())
    .filter((piece) => piece !== "");
}

const orNull = (text: string) => text.trim() || null;
/** What is no amount goes as it is: the server says what is wrong with it. */
const amountOf = (text: string) => readAmount(text) ?? orNull(text);
const dayOf = (text: string) => (text.trim() === "" ? null : Number(text));

/** The rule as it would be stored; null while it says nothing yet. */
export function draftOf(form: RuleForm, stored?: Rule): RuleDraft | null {
  const conditions = conditionsOf(form);
  const actions = actionsOf(form);
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
    merchant_key: orNull(form.merchant),
    account_ids: listOf(form.accountIds),
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
    note: orNull(form.note),
    is_excluded: form.isExcluded,
  };
}

function saysSomething(part: Record<string, unknown>): boolean {
  return Object.values(part).some((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
}
