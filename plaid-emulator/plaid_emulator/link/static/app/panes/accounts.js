// SELECT_ACCOUNT and SELECT_SAVED_ACCOUNT: which accounts to share; the customization says how many may be chosen.

import { h, heading, lead, primary } from "../dom.js";
import { balanceOf, describeAccount } from "../money.js";

function row(account, picksOne) {
  const kind = picksOne ? { class: "choice-input", type: "radio" } : { class: "box", type: "checkbox" };
  const box = h("input", { ...kind, name: "account", value: account.key, checked: account.selected });
  return h(
    "li",
    {},
    h(
      "label",
      { class: "row row-choice" },
      box,
      h("span", { class: "row-text" }, h("span", { class: "row-title" }, account.name), h("span", { class: "row-note" }, describeAccount(account))),
      h("span", { class: "row-amount" }, balanceOf(account)),
    ),
  );
}

function selectAll(boxes, onchange) {
  const all = h("input", { class: "box", type: "checkbox", id: "all-accounts" });
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    onchange();
  });
  const label = h("label", { class: "select-all", for: "all-accounts" }, all, h("span", {}, `All ${boxes.length} accounts`));
  return { all, label };
}

function words(view) {
  if (view.update_mode) return { title: "Choose accounts to share", text: `${view.client_name} sees those ticked. Untick an account to stop sharing it.` };
  if (view.picks_one) return { title: "Choose an account to share", text: `${view.client_name} will see its balance and transactions.` };
  return { title: "Choose accounts to share", text: `${view.client_name} will see the balances and transactions of those you select.` };
}

export function accountsPane(view, flow) {
  const { title, text } = words(view);
  const list = h("ul", { class: "rows", "aria-label": "Accounts" }, view.accounts.map((each) => row(each, view.picks_one)));
  const boxes = [...list.querySelectorAll("input")];
  const { all, label } = selectAll(boxes, refresh);
  const submit = primary("Continue", { type: "submit" });

  function refresh() {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    submit.disabled = chosen === 0;
    submit.textContent = chosen === 0 ? "Select an account" : `Continue with ${chosen} ${chosen === 1 ? "account" : "accounts"}`;
  }

  list.addEventListener("change", refresh);
  refresh();

  const form = h(
    "form",
    {
      class: "stack",
      onsubmit: (event) => {
        event.preventDefault();
        const accounts = boxes.filter((box) => box.checked).map((box) => box.value);
        flow.do("accounts", { accounts }, "Connecting your accounts…");
      },
    },
    h("div", { class: "head" }, heading(title), lead(text), view.picks_one || boxes.length < 2 ? null : label),
    h("div", { class: "scroll scroll-list" }, list),
    h("div", { class: "foot" }, submit),
  );
  return { node: form, institution: view.institution };
}
