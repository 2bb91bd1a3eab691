// LOADING: shown while the bank is asked.

import { h, heading, mark } from "../dom.js";

export function loadingPane(view) {
  const ring = h("span", { class: "spinner spinner-large" });
  const node = h(
    "div",
    { class: "loading", "aria-busy": "true" },
    h("div", { class: "spinner-stage" }, ring, view.institution ? mark(view.institution.name, "mark-large") : null),
    heading(view.text),
    h("p", { class: "lead" }, "A real bank takes a few seconds here."),
  );
  return { node, canClose: true };
}
