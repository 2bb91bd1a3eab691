// CONNECTED, and the farewell of a Link that was opened on its own.

import { h, heading, icon, lead, primary, quiet } from "../dom.js";

function seal() {
  return h("span", { class: "seal", "aria-hidden": "true" }, icon("check", "icon seal-check"));
}

export function connectedPane(view, flow) {
  const { institution, client_name: app, account_count: count } = view;
  const finish = primary("Finish", { onclick: () => flow.do("finish") });
  const another = view.can_add_another ? quiet("Connect another bank", { onclick: () => flow.do("add-another") }) : null;
  const accounts = count === 1 ? "1 account" : `${count} accounts`;
  const node = h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "scroll centered" },
      seal(),
      heading(view.update_mode ? "Your connection is repaired" : "Your bank is connected"),
      lead(view.update_mode ? `${app} can read ${institution.name} again.` : `${app} can now read ${accounts} at ${institution.name}.`),
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
