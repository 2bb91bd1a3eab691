// SELECT_ACCOUNT: everything is selected at first; at least one account has to stay.

import { h, heading, lead, primary } from "../dom.js";

const INITIALS = /^(cd|ira|hsa|401k)$/;

function kindOf({ type, subtype }) {
  if (!subtype) return type;
  if (INITIALS.test(subtype)) return subtype.toUpperCase().replace("K", "(k)");
  return type === "loan" && ["student", "auto", "personal"].includes(subtype) ? `${subtype} loan` : subtype;
}

function describe(account) {
  const kind = kindOf(account);
  return account.mask ? `${kind} ending in ${account.mask}` : kind;
}

function balance(account) {
  if (account.balance === null) return null;
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency: account.currency }).format(account.balance);
  } catch {
    return `${account.balance} ${account.currency ?? ""}`.trim();
  }
}

function row(account) {
  const box = h("input", { class: "box", type: "checkbox", value: account.key, checked: true });
  return h(
    "li",
    {},
    h(
      "label",
      { class: "row row-choice" },
      box,
      h("span", { class: "row-text" }, h("span", { class: "row-title" }, account.name), h("span", { class: "row-note" }, describe(account))),
      h("span", { class: "row-amount" }, balance(account)),
    ),
  );
}

export function accountsPane(view, flow) {
  const list = h("ul", { class: "rows", "aria-label": "Accounts" }, view.accounts.map(row));
  const boxes = [...list.querySelectorAll("input")];
  const all = h("input", { class: "box", type: "checkbox", id: "all-accounts" });
  const submit = primary("Continue", { type: "submit" });

  function refresh() {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    submit.disabled = chosen === 0;
    submit.textContent = chosen === 0 ? "Select an account" : `Continue with ${chosen} ${chosen === 1 ? "account" : "accounts"}`;
  }

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    refresh();
  });
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
    h(
      "div",
      { class: "head" },
      heading("Choose accounts to share"),
      lead(`${view.client_name} will see the balances and transactions of those you select.`),
      h("label", { class: "select-all", for: "all-accounts" }, all, h("span", {}, `All ${boxes.length} accounts`)),
    ),
    h("div", { class: "scroll scroll-list" }, list),
    h("div", { class: "foot" }, submit),
  );
  return { node: form, institution: view.institution };
}
