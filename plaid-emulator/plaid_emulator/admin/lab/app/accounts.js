// The accounts at the bank: shared ones, others, closed ones, and opening another.

import { h } from "/link/app/dom.js";
import { act } from "./api.js";
import { selectedItem, state, subscribe } from "./state.js";
import { card, chip, choice, doing, field, fill, form, input, submit } from "./ui.js";
import { heard, plain } from "./words.js";

const STATES = { shared: ["Shared", "good"], not_shared: ["Not shared", "plain"], closed: ["Closed", "problem"] };

export function showAccounts() {
  const list = h("ul", { class: "rows" });
  const name = input({ required: true, maxlength: 100, placeholder: "Holiday pot" });
  const kind = choice([["depository/savings", "Savings"], ["depository/checking", "Checking"], ["credit/credit card", "Credit card"]]);
  const balance = input({ type: "number", step: "0.01", value: "100" });
  const shared = h("input", { type: "checkbox", id: "share-new" });
  const open = async () => {
    const [type, subtype] = kind.value.split("/");
    await act("open_account", { item: state.selected, name: name.value, type, subtype, balance: Number(balance.value), shared: shared.checked });
    return shared.checked
      ? `${name.value} is open and shared.`
      : `${name.value} is open. ${heard(selectedItem(), "NEW_ACCOUNTS_AVAILABLE was sent")}.`;
  };
  const opening = form(
    "Open an account",
    open,
    h("div", { class: "trio" }, field("Name", name), field("Kind", kind), field("Balance", balance)),
    h("label", { class: "check", for: "share-new" }, shared, h("span", {}, "Share it with the app at once")),
    submit("Open account"),
  );
  subscribe(() => fill(list, state.detail?.accounts_at_bank ?? [], (accounts) => accounts.map(entry)));
  return card("Accounts at the bank", list, h("details", { class: "more" }, h("summary", {}, "Open an account"), opening));
}

function entry(account) {
  const { account_id: id, name, mask, balances, state: standing } = account;
  const [label, tone] = STATES[standing];
  const does = (what, said, more = {}) => async () => {
    await act(what, { item: state.selected, account_id: id, ...more });
    return `${name}: ${said}.`;
  };
  const named = (word) => ({ tone: "bare", "aria-label": `${word} ${name}`, id: `${word.toLowerCase().replaceAll(" ", "-")}-${id}` });
  const acts = {
    shared: [
      doing("Stop sharing", does("share_account", "no longer shared", { shared: false }), named("Stop sharing")),
      doing("Revoke", does("revoke_account", `taken back. ${heard(selectedItem(), "USER_ACCOUNT_REVOKED was sent")}`), named("Revoke")),
      doing("Close", does("close_account", "closed"), named("Close")),
    ],
    not_shared: [doing("Share", does("share_account", "shared"), named("Share"))],
    closed: [doing("Open again", does("share_account", "open again"), named("Open again"))],
  }[standing];
  return h(
    "li",
    { class: "row" },
    h("span", { class: "row-day mono" }, mask ? `••${mask}` : ""),
    h("span", { class: "row-name" }, name, chip(label, tone)),
    h("span", { class: "row-amount" }, plain(balances.current, balances.iso_currency_code)),
    h("span", { class: "row-acts" }, ...acts),
  );
}
