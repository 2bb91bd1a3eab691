// CONNECTED, and the farewell of a Link that was opened on its own.

import { h, heading, icon, lead, primary, quiet } from "../dom.js";

function seal() {
  return h("span", { class: "seal", "aria-hidden": "true" }, icon("check", "icon seal-check"));
}

function words({ institution, client_name: app, account_count: count, update_mode: isUpdate, changes_accounts: changesAccounts }) {
  const accounts = count === 1 ? "1 account" : `${count} accounts`;
  if (changesAccounts) return { title: "Your choice is saved", text: `${app} can now read ${accounts} at ${institution.name}.` };
  if (isUpdate) return { title: "Your connection is repaired", text: `${app} can read ${institution.name} again.` };
  return { title: "Your bank is connected", text: `${app} can now read ${accounts} at ${institution.name}.` };
}

export function connectedPane(view, flow) {
  const { title, text } = words(view);
  const finish = primary("Finish", { onclick: () => flow.do("finish") });
  const another = view.can_add_another ? quiet("Connect another bank", { onclick: () => flow.do("add-another") }) : null;
  const node = h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "scroll centered" },
      seal(),
      heading(title),
      lead(text),
    ),
    h("div", { class: "foot" }, finish, another),
  );
  return { node, focus: finish };
}

export function donePane(view) {
  const node = h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "scroll centered" },
      view.succeeded ? seal() : null,
      heading(view.succeeded ? "All done" : "Nothing was connected"),
      lead("You can close this page."),
    ),
  );
  return { node, canClose: false };
}
