// SUBMIT_PHONE and VERIFY_PHONE: returning users find their banks by a phone number; everybody else goes on without.

import { h, heading, icon, lead, primary, problem, quiet } from "../dom.js";
import { hintBox } from "../hints.js";

function seal() {
  return h("div", { class: "bank" }, h("span", { class: "mark mark-bank mark-large", "aria-hidden": "true" }, icon("phone")));
}

function form({ content, submit, skip, onsubmit }) {
  return h(
    "form",
    {
      class: "stack",
      onsubmit: (event) => {
        event.preventDefault();
        onsubmit();
      },
    },
    h("div", { class: "scroll" }, content),
    h("div", { class: "foot" }, primary(submit, { type: "submit" }), skip),
  );
}

function field(label, properties) {
  return h("div", { class: "field" }, h("label", { class: "label", for: properties.id }, label), h("input", { class: "input", required: true, ...properties }));
}

export function phonePane(view, flow) {
  const input = field("Phone number", { id: "phone", type: "tel", inputmode: "tel", autocomplete: "tel-national", placeholder: "415-555-0010", value: view.phone || flow.phone || "" });
  const number = input.querySelector("input");
  const node = form({
    content: [
      seal(),
      heading("Been here before?"),
      lead("Enter your phone number to find banks you have saved. You can also go on without it."),
      problem(view.problem),
      input,
      hintBox("Sandbox numbers: choose one to fill it in", view.hints, ({ title }) => {
        number.value = title;
        flow.announce(`Filled in ${title}`);
      }),
    ],
    submit: "Continue",
    skip: quiet("Continue without a phone number", { onclick: () => flow.do("skip-phone") }),
    onsubmit: () => flow.do("phone", { phone: number.value }),
  });
  return { node, focus: number, canGoBack: view.can_go_back };
}

export function passcodePane(view, flow) {
  const input = field("Code", { id: "passcode", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 6 });
  const code = input.querySelector("input");
  const node = form({
    content: [seal(), heading("Enter the code"), lead(`It was sent to ${view.phone}.`), problem(view.problem), input, h("p", { class: "aside" }, view.hint)],
    submit: "Continue",
    skip: quiet("Continue without a phone number", { onclick: () => flow.do("skip-phone") }),
    onsubmit: () => flow.do("passcode", { code: code.value }, "Checking your code…"),
  });
  return { node, focus: code, canGoBack: view.can_go_back };
}
