// SELECT_INSTITUTION: a first list, and a search that answers while one types.

import { h, heading, icon, mark } from "../dom.js";

const TYPING_PAUSE_MS = 180;
const HEALTH = { DEGRADED: "Having problems", DOWN: "Down", UNSUPPORTED: "Not supported" };

/** One bank in a list. */
export function bankRow(institution, onclick) {
  const health = HEALTH[institution.status];
  return h(
    "li",
    {},
    h(
      "button",
      { class: "row", type: "button", onclick },
      mark(institution.name),
      h("span", { class: "row-text" }, h("span", { class: "row-title" }, institution.name), institution.note ? h("span", { class: "row-note" }, institution.note) : null),
      health ? h("span", { class: "pill" }, health) : null,
      icon("chevron", "icon row-chevron"),
    ),
  );
}

function nothing(query) {
  return h("li", { class: "nothing" }, h("p", { class: "point-title" }, `No bank matches “${query}”`), h("p", { class: "point-text" }, "Try a shorter name, or Maple Street Bank for two years of lively data."));
}

export function institutionPane(view, flow) {
  const list = h("ul", { class: "rows", "aria-label": "Banks" });
  const field = h("input", {
    class: "input input-search",
    type: "search",
    placeholder: "Search by name",
    "aria-label": "Search for your bank",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
  });
  let shown = new Map();
  let asked = 0;
  let timer = 0;

  function fill(institutions, query) {
    const choose = ({ institution_id }) => flow.do("institution", { institution_id });
    // Whoever has walked into the list before the last answer came stays at their bank.
    const held = [...shown].find(([, row]) => row.contains(document.activeElement))?.[0];
    shown = new Map(institutions.map((each) => [each.institution_id, bankRow(each, () => choose(each))]));
    list.replaceChildren(...(shown.size > 0 ? shown.values() : [nothing(query)]));
    if (held) (shown.get(held)?.querySelector("button") ?? field).focus();
  }

  async function search() {
    const query = field.value.trim();
    const mine = ++asked;
    // An earlier, slower answer must not replace a later one, nor be read out in the next pane.
    const isWanted = () => mine === asked && list.isConnected;
    if (!isWanted()) return;
    try {
      const institutions = query ? await flow.search(query) : view.institutions;
      if (!isWanted()) return;
      fill(institutions, query);
      flow.announce(institutions.length === 1 ? "1 bank" : `${institutions.length} banks`);
    } catch {
      if (isWanted()) flow.announce("The sandbox cannot be reached.");
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, TYPING_PAUSE_MS);
  });
  fill(view.institutions, "");
  const node = h(
    "div",
    { class: "stack" },
    h("div", { class: "head" }, heading("Select your bank"), h("div", { class: "search" }, icon("search"), field)),
    h("div", { class: "scroll scroll-list" }, list),
  );
  return { node, focus: field, canGoBack: view.can_go_back };
}
