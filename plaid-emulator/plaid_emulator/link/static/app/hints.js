// What may be typed in the sandbox: one click fills it in.

import { h } from "./dom.js";

function hintButton(hint, use) {
  return h(
    "button",
    { class: "hint", type: "button", onclick: () => use(hint) },
    h("span", { class: "hint-text" }, h("span", { class: "hint-user" }, hint.title), h("span", { class: "hint-note" }, hint.note)),
    h("span", { class: "hint-use", "aria-hidden": "true" }, "Use"),
  );
}

/** Hints have a title and a note; `use` gets the one that was chosen. */
export function hintBox(title, hints, use) {
  return h(
    "section",
    { class: "hints", "aria-labelledby": "hints-title" },
    h("h2", { class: "hints-title", id: "hints-title" }, title),
    hints.map((hint) => hintButton(hint, use)),
  );
}
