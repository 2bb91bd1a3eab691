// SELECT_SAVED_INSTITUTION: the banks a returning user has saved under a phone number.

import { h, heading, lead, quiet } from "../dom.js";
import { bankRow } from "./institution.js";

export function savedPane(view, flow) {
  const choose = ({ institution_id }) => flow.do("saved", { institution_id }, "Fetching your accounts…");
  const rows = view.institutions.map((each) => bankRow(each, () => choose(each)));
  const node = h(
    "div",
    { class: "stack" },
    h("div", { class: "head" }, heading("Welcome back"), lead(`Choose a saved bank to share it with ${view.client_name}.`)),
    h("div", { class: "scroll scroll-list" }, h("ul", { class: "rows", "aria-label": "Saved banks" }, rows)),
    h("div", { class: "foot" }, quiet("Connect another bank", { onclick: () => flow.do("another-bank") })),
  );
  return { node, canGoBack: view.can_go_back };
}
