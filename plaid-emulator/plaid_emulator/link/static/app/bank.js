// The bank's own page of an OAuth sign-in: who are you, what may the app see, allow or deny.

import { bank } from "./api.js";
import { h, heading, icon, lead, primary, problem, quiet } from "./dom.js";
import { balanceOf, describeAccount } from "./money.js";

const FAILURES = {
  INSUFFICIENT_CREDENTIALS: "The sign-in is not finished",
  ACCESS_NOT_GRANTED: "Access to the accounts is not granted",
  NO_AUTH_ACCOUNTS: "There is no checking or savings account",
};
const DENIED = "INSUFFICIENT_CREDENTIALS";

const stateId = new URL(location.href).searchParams.get("state_id") ?? "";
const desk = document.getElementById("desk");
const letterhead = document.getElementById("letterhead");

function show(node, focus) {
  desk.replaceChildren(node);
  const title = desk.querySelector(".title");
  document.title = `${title?.textContent ?? "Your bank"} (offline sandbox)`;
  (focus ?? title)?.focus({ preventScroll: true });
}

/** Run what a form asks for; a refusal is shown in the form, which stays as it was filled in. */
async function attempt(form, work) {
  form.querySelector(".problem")?.remove();
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (failure) {
    form.prepend(problem(failure.error?.display_message ?? failure.message));
  }
  for (const button of buttons) button.disabled = false;
}

function signIn(visit) {
  const shared = { class: "input", autocomplete: "off", autocapitalize: "none", spellcheck: "false" };
  const username = h("input", { ...shared, id: "username", value: visit.username ?? "", readonly: visit.username !== null });
  const password = h("input", { ...shared, id: "password", type: "password" });
  const form = h(
    "form",
    {
      class: "sheet",
      onsubmit: (event) => {
        event.preventDefault();
        attempt(form, async () => {
          const { accounts } = await bank.signIn(stateId, { username: username.value, password: password.value });
          consent(visit, accounts);
        });
      },
    },
    heading("Sign in"),
    lead(`${visit.client_name} sent you here to connect your accounts.`),
    h("div", { class: "field" }, h("label", { class: "label", for: "username" }, "User name"), username),
    h("div", { class: "field" }, h("label", { class: "label", for: "password" }, "Password"), password),
    h("p", { class: "aside" }, "Sandbox: any user name and password will do, or none. A known user, such as user_transactions_dynamic, brings its own accounts."),
    h("div", { class: "actions" }, primary("Sign in", { type: "submit" })),
  );
  show(form, visit.username === null ? username : password);
}

function accountRow(account) {
  return h(
    "li",
    {},
    h(
      "label",
      { class: "row row-choice" },
      h("input", { class: "box", type: "checkbox", name: "account", value: account.key, checked: account.selected }),
      h("span", { class: "row-text" }, h("span", { class: "row-title" }, account.name), h("span", { class: "row-note" }, describeAccount(account))),
      h("span", { class: "row-amount" }, balanceOf(account)),
    ),
  );
}

function failureChoice(failures) {
  const options = [["", "Everything works"], ...failures.map((code) => [code, `${FAILURES[code] ?? code} (${code})`])];
  const select = h("select", { class: "input", id: "failure" }, options.map(([value, label]) => h("option", { value }, label)));
  const field = h("div", { class: "field" }, h("label", { class: "label", for: "failure" }, "What happens when you allow (sandbox only)"), select);
  return { select, field };
}

function consent(visit, accounts) {
  const list = h("ul", { class: "rows", "aria-label": "Accounts" }, accounts.map(accountRow));
  const { select, field } = failureChoice(visit.failures);
  const decide = (decision) => attempt(form, async () => goOn(await bank.decide(stateId, decision)));
  const deny = quiet("Deny", { onclick: () => decide({ error_code: DENIED }) });
  const form = h(
    "form",
    {
      class: "sheet",
      onsubmit: (event) => {
        event.preventDefault();
        const chosen = [...list.querySelectorAll("input:checked")].map((box) => box.value);
        decide(select.value ? { error_code: select.value } : { accounts: chosen });
      },
    },
    heading(`Share accounts with ${visit.client_name}?`),
    lead(`It will see: ${visit.data_types}`),
    h("div", { class: "list" }, list),
    field,
    h("div", { class: "actions" }, primary("Allow", { type: "submit" }), deny),
  );
  const allow = form.querySelector("button[type=submit]");
  const refresh = () => {
    allow.disabled = !select.value && !list.querySelector("input:checked");
  };
  form.addEventListener("change", refresh);
  refresh();
  show(form);
}

/** Back to Link: by the redirect, or by closing this window. */
function goOn({ return_to: address }) {
  if (address) {
    location.replace(address);
    return;
  }
  window.opener?.postMessage({ oauth: stateId }, location.origin);
  window.close();
  over("You can close this window", "The app you came from goes on by itself.");
}

function over(title, text) {
  show(h("div", { class: "sheet" }, heading(title), lead(text)));
}

async function open() {
  try {
    const visit = await bank.show(stateId);
    const { name, color } = visit.institution;
    letterhead.style.setProperty("--brand", color ?? "#1f3a5f");
    letterhead.replaceChildren(h("span", { class: "crest", "aria-hidden": "true" }, icon("bank")), h("p", { class: "bank-name" }, name));
    if (visit.is_over) goOn(visit);
    else signIn(visit);
  } catch (failure) {
    over("This sign-in is no longer open", failure.error?.display_message ?? "Please start again from the app.");
  }
}

open();
