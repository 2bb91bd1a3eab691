// MFA: choose a device, type a code, answer questions, or pick from selections.

import { h, heading, lead, mark, primary, problem } from "../dom.js";

const WORDS = {
  device: { title: "Where should the code go?", text: "sends a code to one of these." },
  code: { title: "Enter the code", text: "has sent it to you." },
  questions: { title: "Answer your security questions", text: "asks, to be sure that it is you." },
  selections: { title: "One more check", text: "asks, to be sure that it is you." },
};

function choice(name, label, index) {
  return h("label", { class: "choice" }, h("input", { class: "choice-input", type: "radio", name, value: label, required: true, checked: index === 0 }), h("span", {}, label));
}

function question(prompt, index) {
  const id = `answer-${index}`;
  const name = `answer-${index}`;
  if (prompt.options.length > 0) {
    return h("fieldset", { class: "field choices" }, h("legend", { class: "label" }, prompt.text), prompt.options.map((option, at) => choice(name, option, at)));
  }
  const input = h("input", { class: "input", id, name, required: true, autocomplete: "off", autocapitalize: "none", inputmode: prompt.numeric ? "numeric" : "text" });
  return h("div", { class: "field" }, h("label", { class: "label", for: id }, prompt.text), input);
}

export function mfaPane(view, flow) {
  const words = WORDS[view.mfa_type];
  const form = h(
    "form",
    {
      class: "stack",
      onsubmit: (event) => {
        event.preventDefault();
        const data = new FormData(form);
        const answers = view.prompts.map((_, index) => String(data.get(`answer-${index}`) ?? ""));
        flow.do("mfa", { answers }, "Checking your answer…");
      },
    },
    h(
      "div",
      { class: "scroll" },
      h("div", { class: "bank" }, mark(view.institution.name, "mark-large")),
      heading(words.title),
      lead(`${view.institution.name} ${words.text}`),
      problem(view.problem),
      view.prompts.map(question),
      view.hint ? h("p", { class: "aside" }, view.hint) : null,
    ),
    h("div", { class: "foot" }, primary("Continue", { type: "submit" })),
  );
  return { node: form, focus: form.querySelector("input") };
}
