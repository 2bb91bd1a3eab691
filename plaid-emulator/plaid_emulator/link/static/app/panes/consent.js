// CONSENT: what is asked, what is seen, what is never seen.

import { h, heading, icon, lead, mark, primary } from "../dom.js";

function point(iconName, title, text) {
  return h("li", { class: "point" }, icon(iconName), h("div", {}, h("p", { class: "point-title" }, title), h("p", { class: "point-text" }, text)));
}

export function consentPane(view, flow) {
  const app = view.client_name;
  const node = h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "scroll" },
      h("div", { class: "handshake", "aria-hidden": "true" }, mark(app, "mark-large"), icon("link", "icon handshake-icon"), h("span", { class: "mark mark-bank mark-large" }, icon("bank"))),
      heading(`Connect ${app} to your bank`),
      lead(`${app} asks to read some of your data. You decide what it gets.`),
      h(
        "ul",
        { class: "points" },
        point("choose", "You choose the accounts", "Only those you select are shared."),
        point("eye", `What ${app} will see`, view.data_types),
        point("lock", "What it will never see", "Your user name and password."),
      ),
    ),
    h("div", { class: "foot" }, primary("Continue", { onclick: () => flow.do("consent") }), h("p", { class: "small" }, "Everything in this sandbox is made up.")),
  );
  return { node };
}
