// The Items at a glance, and making another one.

import { h, mark } from "/link/app/dom.js";
import { act } from "./api.js";
import { select, state, subscribe } from "./state.js";
import { chip, choice, field, fill, form, setOptions, submit } from "./ui.js";
import { instant, itemState } from "./words.js";

const FEW = 3;
const pick = ({ item_id, institution_name, username, status, error_code }) => ({ item_id, institution_name, username, status, error_code });

function entry(item) {
  const [label, tone] = itemState(item);
  const chosen = item.item_id === state.selected;
  const button = h(
    "button",
    { class: "item", type: "button", id: `item-${item.item_id}`, "aria-current": chosen ? "true" : null },
    mark(item.institution_name),
    h(
      "span",
      { class: "item-text" },
      h("span", { class: "item-name" }, item.institution_name),
      h("span", { class: "item-who" }, item.username),
      h("span", { class: "item-who" }, item.shared),
      h("span", { class: "item-who" }, item.linked),
    ),
    chip(label, tone),
  );
  button.addEventListener("click", () => select(item.item_id));
  return h("li", {}, button);
}

/** Some of the accounts by the ends of their numbers: what people tell two cards of one bank apart by. */
function masks({ accounts }) {
  const known = accounts.map(({ mask, name }) => (mask ? `••${mask}` : name));
  const more = known.length > FEW ? ` and ${known.length - FEW} more` : "";
  return known.length ? `${known.slice(0, FEW).join(" ")}${more}` : "no accounts";
}

function empty() {
  return h("p", { class: "note" }, "Nobody has connected a bank yet. Connect one in your app, or make an Item here.");
}

export function showItems(place) {
  const list = h("ul", { class: "item-list" });
  const hint = h("div");
  const who = choice([]);
  const make = form(
    "Make an Item",
    async () => {
      const made = await act("create_item", { username: who.value });
      await select(made.item_id);
      return `${made.institution_name} is connected for ${made.username}.`;
    },
    field("Make an Item for", who, "Without Link. In your app it would be a new connection."),
    submit("Make Item"),
  );
  place.append(h("h2", {}, "Items"), list, hint, h("details", { class: "more", open: matchMedia("(min-width: 721px)").matches }, h("summary", {}, "New Item"), make));
  subscribe(() => {
    // The newest first: it is the one that is chosen when the page opens.
    const shown = state.items.toReversed().map((item) => ({
      ...pick(item), shared: masks(item), linked: `linked ${instant(item.created_at)}`, selected: item.item_id === state.selected,
    }));
    fill(list, shown, (items) => items.map(entry));
    fill(hint, shown.length === 0, (none) => (none ? empty() : h("span")));
    const people = state.choices?.personas ?? [];
    setOptions(who, [
      ...people.map(({ username, title }) => [username, title]),
      ["user_good", "user_good"],
      ["user_transactions_dynamic", "user_transactions_dynamic"],
    ]);
  });
}
