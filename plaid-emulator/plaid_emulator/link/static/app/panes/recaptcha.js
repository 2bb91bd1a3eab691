// RECAPTCHA: a box to tick; in the sandbox the password has decided what the check finds.

import { h, heading, lead, mark, primary } from "../dom.js";

export function recaptchaPane(view, flow) {
  const box = h("input", { class: "box", type: "checkbox", id: "human", required: true });
  const node = h(
    "form",
    {
      class: "stack",
      onsubmit: (event) => {
        event.preventDefault();
        flow.do("recaptcha", {}, "Checking…");
      },
    },
    h(
      "div",
      { class: "scroll" },
      h("div", { class: "bank" }, mark(view.institution.name, "mark-large")),
      heading("One more check"),
      lead(`${view.institution.name} wants to be sure that a person is signing in.`),
      h("label", { class: "choice choice-large", for: "human" }, box, h("span", {}, "I am not a robot")),
    ),
    h("div", { class: "foot" }, primary("Continue", { type: "submit" })),
  );
  return { node, focus: box };
}
