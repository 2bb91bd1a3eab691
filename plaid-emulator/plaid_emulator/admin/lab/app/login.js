// The login of an Item, its tokens, and webhooks fired by hand.

import { h } from "/link/app/dom.js";
import { act } from "./api.js";
import { linkSettings } from "./link.js";
import { selectedItem, state, subscribe } from "./state.js";
import { card, chip, choice, doing, field, fill, form, input, note, submit, twice } from "./ui.js";
import { heard, itemState } from "./words.js";

const BROKEN = [
  ["ITEM_LOGIN_REQUIRED", "The bank wants a new login"],
  ["ITEM_LOCKED", "The account is locked"],
  ["USER_SETUP_REQUIRED", "The person must finish set-up at the bank"],
  ["ACCESS_NOT_GRANTED", "Access was not granted"],
  ["USER_PERMISSION_REVOKED", "The person has revoked their permission"],
  ["INSTITUTION_DOWN", "The bank is down"],
  ["INSTITUTION_NOT_RESPONDING", "The bank does not respond"],
  ["INSTITUTION_NO_LONGER_SUPPORTED", "The bank is no longer supported"],
];
const CODES = [
  "SYNC_UPDATES_AVAILABLE", "DEFAULT_UPDATE", "RECURRING_TRANSACTIONS_UPDATE", "NEW_ACCOUNTS_AVAILABLE",
  "LOGIN_REPAIRED", "PENDING_DISCONNECT", "PENDING_EXPIRATION", "USER_PERMISSION_REVOKED", "USER_ACCOUNT_REVOKED",
  "ERROR", "PRODUCT_READY",
];

export function showLogin(panel) {
  const nobody = note("Choose or make an Item first.");
  const cards = [login(), webhooks(), permission()];
  panel.append(nobody, h("div", { class: "grid grid-two" }, ...cards, linkSettings()));
  subscribe(() => {
    nobody.hidden = Boolean(selectedItem());
    for (const each of cards) each.hidden = !selectedItem();
  });
}

function login() {
  const why = choice(BROKEN);
  const standing = h("div");
  const repair = doing("Repair", async () => {
    await act("repair_login", { item: state.selected });
    return `The login works again. ${heard(selectedItem(), "LOGIN_REPAIRED was sent")}.`;
  });
  const breaking = form(
    "Break the login",
    async () => {
      await act("break_login", { item: state.selected, error_code: why.value });
      return `The login is broken. ${heard(selectedItem(), "ITEM: ERROR was sent")}.`;
    },
    field("What is wrong", why),
    h("div", { class: "acts" }, h("button", { class: "button button-problem", type: "submit" }, "Break the login"), repair),
  );
  subscribe(() => {
    const item = selectedItem();
    repair.disabled = !item?.error_code;
    fill(standing, [item?.error_code, item?.status], () => {
      if (!item) return h("span");
      const [label, tone] = itemState(item);
      return h("p", { class: "standing" }, chip(label, tone), h("code", {}, item.error_code ?? item.status));
    });
  });
  return card("Login", standing, breaking);
}

function webhooks() {
  const code = choice(CODES.map((each) => [each, each]));
  const where = input({ type: "url", placeholder: "None: nothing can be fired" });
  const send = h("button", { class: "button button-quiet", type: "submit" }, "Save");
  let saved = null;
  subscribe(() => {
    const item = selectedItem();
    const now = `${item?.item_id} ${item?.webhook}`;
    // What somebody is typing is not replaced by what the next reading brings.
    if (now !== saved) where.value = item?.webhook ?? "";
    saved = now;
  });
  const address = async () => {
    await act("set_webhook", { item: state.selected, url: where.value });
    return where.value ? "Webhooks go there from now on." : "Webhooks go nowhere from now on.";
  };
  const fire = async () => {
    const type = code.value === "DEFAULT_UPDATE" ? { type: "TRANSACTIONS" } : {};
    await act("fire_webhook", { item: state.selected, code: code.value, ...type });
    return `${code.value} is on its way.`;
  };
  const rotate = doing("Rotate the signing key", async () => {
    await act("rotate_key");
    return "Webhooks are signed with a new key. The old one has expired.";
  });
  return card(
    "Webhooks",
    form("Address of the webhooks", address, h("div", { class: "beside" }, field("Address", where), send)),
    form("Fire a webhook", fire, field("Code", code, "Nothing at the bank changes; only the message is sent."), h("div", { class: "acts" }, submit("Fire"), rotate)),
  );
}

function permission() {
  const token = h("code", { class: "token" });
  const copy = doing("Copy", async () => {
    await navigator.clipboard.writeText(token.textContent);
    return "Copied.";
  }, { "aria-label": "Copy the access token" });
  subscribe(() => {
    token.textContent = selectedItem()?.access_token ?? "";
  });
  const remove = twice("Remove the Item", "Press again to remove", async () => {
    await act("remove_item", { item: state.selected });
    return "The Item is gone.";
  });
  return card(
    "Access",
    h("div", { class: "token-line" }, token, copy),
    h(
      "div",
      { class: "acts" },
      doing("Look at the bank now", async () => {
        await act("look_at_bank", { item: state.selected });
        return "Plaid has looked at the bank.";
      }),
      doing("Replace the token", async () => {
        await act("rotate_token", { item: state.selected });
        return "The old access token is dead.";
      }),
      remove,
    ),
    note("A replaced token, and a removed Item, cannot be brought back: the app has to connect again."),
  );
}
