// The oracle: what a faithful reader must hold, now or at a cursor.

import { h } from "/link/app/dom.js";
import { get } from "./api.js";
import { selectedItem, state, subscribe } from "./state.js";
import { card, field, form, input, note, submit } from "./ui.js";
import { number, plain } from "./words.js";

export function showTruth(panel) {
  const cursor = input({ placeholder: "Empty: now", class: "input mono" });
  const answer = h("div", { class: "answer" });
  const nobody = note("Choose or make an Item first.");
  const ask = async () => {
    const truth = await get(`/oracle/items/${state.selected}?cursor=${encodeURIComponent(cursor.value.trim())}`);
    answer.replaceChildren(...tell(truth));
    return null;
  };
  const question = form(
    "Ask the oracle",
    ask,
    field("Cursor", cursor, "Any next_cursor of this Item, settled or in the middle of a sync."),
    submit("Ask"),
  );
  panel.append(nobody, card("What a faithful reader must hold", question, answer));
  let shown = null;
  subscribe(() => {
    nobody.hidden = Boolean(selectedItem());
    question.hidden = !selectedItem();
    if (state.selected !== shown) answer.replaceChildren();
    shown = state.selected;
  });
}

function tell(truth) {
  const numbers = [
    ["Transactions", number(truth.transactions.length)],
    ["Pending", truth.transactions.filter(({ pending }) => pending).length],
    ["Taken back", truth.removed_ids.length],
    ["Webhooks made", truth.webhooks.length],
    ["Log entries known", `${number(truth.known)} of ${number(truth.log_head)}`],
  ];
  const middle = truth.reading
    ? note(`In the middle of a sync: a reader who keeps each page at once holds ${number(truth.reading.transactions.length)} transactions by now.`)
    : null;
  return [
    h("dl", { class: "numbers" }, numbers.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, String(value))))),
    middle,
    h(
      "ul",
      { class: "rows" },
      truth.accounts_at_bank.map(({ name, mask, balances, state: standing }) =>
        h(
          "li",
          { class: "row" },
          h("span", { class: "row-day mono" }, mask ? `••${mask}` : ""),
          h("span", { class: "row-name" }, name),
          h("span", { class: "row-note" }, standing.replace("_", " ")),
          h("span", { class: "row-amount" }, plain(balances.current, balances.iso_currency_code)),
        ),
      ),
    ),
    h("details", { class: "more" }, h("summary", {}, "The whole answer"), h("pre", { class: "code", tabindex: "0" }, shorten(truth))),
  ].filter(Boolean);
}

/** A year of rows is too much for a page: the first hundred are enough to see the shape. */
function shorten(truth) {
  const most = 100;
  const rows = truth.transactions;
  const text = JSON.stringify({ ...truth, transactions: rows.slice(0, most) }, null, 2);
  return rows.length > most ? `${text}\n\n... and ${rows.length - most} more transactions` : text;
}
