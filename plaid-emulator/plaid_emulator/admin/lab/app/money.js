// Money: spending it, and what can happen to a row or an account afterwards.

import { h } from "/link/app/dom.js";
import { showAccounts } from "./accounts.js";
import { act } from "./api.js";
import { selectedItem, state, subscribe } from "./state.js";
import { card, chip, choice, doing, field, fill, form, input, note, setOptions, submit } from "./ui.js";
import { day, heard, money } from "./words.js";

export function showMoney(panel) {
  const rows = h("ul", { class: "rows" });
  const nobody = note("Choose or make an Item first.");
  const grid = h("div", { class: "grid" }, spending(), repricing());
  panel.append(nobody, grid, card("Latest transactions", rows), showAccounts());
  subscribe(() => {
    const item = selectedItem();
    nobody.hidden = Boolean(item);
    grid.hidden = !item;
    fill(rows, state.detail?.recent ?? [], (recent) => (recent.length ? recent.map(row) : [h("li", {}, note("Nothing yet. The first rows arrive within seconds."))]));
  });
}

function spending() {
  const what = input({ required: true, maxlength: 500, value: "Corner coffee" });
  const amount = input({ required: true, type: "number", step: "0.01", value: "4.50", inputmode: "decimal" });
  const account = choice([]);
  const pending = h("input", { type: "checkbox", id: "pending" });
  subscribe(() => {
    const accounts = selectedItem()?.accounts ?? [];
    setOptions(account, accounts.map(({ id, name, mask }) => [id, mask ? `${name} ••${mask}` : name]));
  });
  const spend = async () => {
    const row = { description: what.value, amount: Number(amount.value), pending: pending.checked };
    if (account.value) row.account_id = account.value;
    await act("add_transactions", { item: state.selected, rows: [row] });
    return `${what.value}: done. ${heard(selectedItem(), "It was announced")}.`;
  };
  return card(
    "Spend money",
    form(
      "Spend money",
      spend,
      field("Description", what),
      h("div", { class: "pair" }, field("Amount", amount, "Negative is money in."), field("Account", account)),
      h("label", { class: "check", for: "pending" }, pending, h("span", {}, "Pending, posts in two days")),
      submit("Spend"),
    ),
  );
}

function repricing() {
  const name = input({ required: true, minlength: 3, placeholder: "Netflix" });
  const factor = input({ required: true, type: "number", min: "0.01", max: "100", step: "0.01", value: "1.20" });
  const change = async () => {
    await act("change_price", { item: state.selected, name: name.value, factor: Number(factor.value) });
    return `From now on ${name.value} costs ${factor.value} times as much. Move the clock to see it.`;
  };
  return card(
    "Change a price",
    form(
      "Change a price",
      change,
      field("Name contains", name, "A subscription, the rent, a salary."),
      field("Times", factor, "1.20 is a fifth dearer. Holds from now on."),
      submit("Change"),
    ),
  );
}

function row(transaction) {
  const { transaction_id: id, name, amount, iso_currency_code: currency, pending, date } = transaction;
  const details = { item: state.selected, transaction_id: id };
  const does = (what, said, more = {}) => async () => {
    await act(what, { ...details, ...more });
    return `${name}: ${said}.`;
  };
  const shown = h("span", { class: `row-amount ${amount < 0 ? "row-in" : ""}` }, money(amount, currency));
  const change = () => {
    const wanted = input({ type: "number", step: "0.01", value: amount, "aria-label": `New amount of ${name}, positive is money out` });
    const save = () => does("amend_transaction", "changed", { amount: Number(wanted.value) })();
    shown.replaceChildren(form(`Change ${name}`, save, wanted, h("button", { class: "button button-quiet", type: "submit" }, "Save")));
    wanted.select();
  };
  const named = (label) => ({ tone: "bare", "aria-label": `${label} ${name}`, id: `${label.toLowerCase().replaceAll(" ", "-")}-${id}` });
  return h(
    "li",
    { class: "row" },
    h("span", { class: "row-day" }, day(date)),
    h("span", { class: "row-name" }, name, pending ? chip("Pending", "attention") : null),
    shown,
    h(
      "span",
      { class: "row-acts" },
      pending ? doing("Post", does("post_transaction", "posted"), named("Post")) : null,
      pending ? doing("Let go", does("vanish_transaction", "let go"), named("Let go")) : null,
      doing("Change", change, named("Change")),
      pending ? null : doing("Take back", does("remove_transaction", "taken back"), named("Take back")),
    ),
  );
}
