// What Plaid's Dashboard sets for Link: how accounts are chosen, the phone pane, allowed redirect addresses.

import { h } from "/link/app/dom.js";
import { get, post } from "./api.js";
import { card, choice, field, form, note, submit } from "./ui.js";

const SELECTION = [["all", "Several, all ticked"], ["multiple", "Several, none ticked"], ["one", "One only"]];

export function linkSettings() {
  const selection = choice(SELECTION);
  const phone = h("input", { type: "checkbox", id: "link-phone" });
  const live = h("input", { type: "checkbox", id: "link-live" });
  const uris = h("textarea", { class: "input code", rows: 3, spellcheck: "false", placeholder: "Empty: every address is allowed" });
  const save = async () => {
    await post("/link", {
      redirect_uris: uris.value.split(/\s+/).filter(Boolean),
      customizations: {
        default: { account_selection: selection.value, returning_user: phone.checked, live_events: live.checked },
      },
    });
    return "Link behaves so from the next time it opens.";
  };
  get("/link").then(({ redirect_uris: allowed, customizations }) => {
    const { account_selection: chosen, returning_user: asks, live_events: watched } = customizations.default;
    selection.value = chosen;
    phone.checked = asks;
    live.checked = watched;
    uris.value = allowed.join("\n");
  }, () => {});
  return card(
    "Link",
    form(
      "Link settings",
      save,
      field("Accounts can be chosen", selection),
      h("label", { class: "check", for: "link-phone" }, phone, h("span", {}, "Ask for a phone number first")),
      h("label", { class: "check", for: "link-live" }, live, h("span", {}, "Tell the page of events as they happen")),
      field("Redirect addresses", uris, "One a line, for banks that send the browser back."),
      submit("Save"),
    ),
    note("For link tokens that name no customization of their own."),
  );
}
