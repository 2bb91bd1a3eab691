// CREDENTIAL: sign in to the bank; the sandbox users are one click away.

import { h, heading, icon, lead, mark, primary, problem, warning } from "../dom.js";
import { hintBox } from "../hints.js";

function field(label, input, extra = null) {
  return h("div", { class: "field" }, h("label", { class: "label", for: input.id }, label), h("div", { class: "field-box" }, input, extra));
}

function revealButton(password) {
  const button = h("button", { class: "field-button", type: "button", "aria-label": "Show password", "aria-pressed": "false" }, icon("eye"));
  button.addEventListener("click", () => {
    const shown = password.type === "text";
    password.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.replaceChildren(icon(shown ? "eye" : "hidden"));
  });
  return button;
}

function words({ institution, client_name: app, update_mode: isUpdate, changes_accounts: changesAccounts }) {
  if (changesAccounts) return { title: `Sign in to ${institution.name}`, text: `Then choose what ${app} may see there.` };
  if (isUpdate) return { title: `Sign in to ${institution.name} again`, text: `${app} lost its connection to this bank. Signing in repairs it.` };
  return { title: `Sign in to ${institution.name}`, text: "Use one of the sandbox users below." };
}

export function credentialPane(view, flow) {
  const { institution } = view;
  const { title, text } = words(view);
  const described = view.problem ? { "aria-invalid": "true", "aria-describedby": "credential-problem" } : {};
  const shared = { class: "input", required: true, autocomplete: "off", autocapitalize: "none", spellcheck: "false", ...described };
  const username = h("input", { ...shared, id: "username", name: "username", value: view.username ?? "" });
  const password = h("input", { ...shared, id: "password", name: "password", type: "password" });
  const submit = primary("Sign in", { type: "submit" });

  function fill(hint) {
    username.value = hint.username;
    password.value = hint.password;
    flow.announce(`Filled in ${hint.username}`);
    submit.focus();
  }

  const message = problem(view.problem);
  message?.setAttribute("id", "credential-problem");
  const form = h(
    "form",
    {
      class: "stack",
      onsubmit: (event) => {
        event.preventDefault();
        flow.do("credentials", { username: username.value, password: password.value }, `Signing in to ${institution.name}…`);
      },
    },
    h(
      "div",
      { class: "scroll" },
      h("div", { class: "bank" }, mark(institution.name, "mark-large")),
      heading(title),
      lead(text),
      message ?? warning(view.warning),
      field("User name", username),
      field("Password", password, revealButton(password)),
      hintBox("Sandbox users: choose one to fill the form", view.hints.map((hint) => ({ ...hint, title: hint.username })), fill),
    ),
    h("div", { class: "foot" }, submit),
  );
  return { node: form, focus: view.username ? password : username, canGoBack: view.can_go_back };
}
