// The few things every part of the page is made of: fields, buttons that do something, lists that keep the focus.

import { h } from "/link/app/dom.js";
import { refresh } from "./state.js";

let names = 0;

/** A labelled control; the hint belongs to it for a screen reader too. */
export function field(label, control, hint) {
  names += 1;
  const id = control.id || `field-${names}`;
  control.id = id;
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    control,
    hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null,
  );
}

export function input(properties = {}) {
  return h("input", { class: "input", autocomplete: "off", spellcheck: "false", ...properties });
}

export function choice(options, properties = {}) {
  return h("select", { class: "input", ...properties }, options.map(([value, label]) => h("option", { value }, label)));
}

export function setOptions(select, options) {
  const wanted = JSON.stringify(options);
  if (select.dataset.options === wanted) return;
  const before = select.value;
  select.replaceChildren(...options.map(([value, label]) => h("option", { value }, label)));
  if (options.some(([value]) => value === before)) select.value = before;
  select.dataset.options = wanted;
}

/** A button that does one thing, says how it went, and shows what is so now. */
export function doing(label, work, properties = {}) {
  const { tone = "quiet", ...others } = properties;
  const button = h("button", { class: `button button-${tone}`, type: "button", ...others }, label);
  button.addEventListener("click", () => run(work));
  return button;
}

/** A button for what cannot be undone: the first press arms it, the second does it. */
export function twice(label, warning, work, properties = {}) {
  const calm = () => {
    delete button.dataset.armed;
    button.textContent = label;
  };
  const press = async () => {
    if (button.dataset.armed) {
      calm();
      return work();
    }
    button.dataset.armed = "armed";
    button.textContent = warning;
    return `${warning}.`;
  };
  const button = doing(label, press, { tone: "problem", ...properties });
  button.addEventListener("blur", calm);
  return button;
}

/** A form that is sent by its button or by Enter. */
export function form(label, work, ...content) {
  const element = h("form", { class: "form", "aria-label": label }, ...content);
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    run(work);
  });
  return element;
}

export const submit = (label) => h("button", { class: "button button-primary", type: "submit" }, label);

export async function run(work) {
  try {
    const said = await work();
    if (said) say(said);
  } catch (error) {
    say(error.message, "problem");
  }
  await refresh({ thoroughly: true });
}

let hiding;

export function say(text, tone = "good") {
  const toast = document.getElementById("toast");
  toast.className = `toast toast-${tone} toast-shown`;
  toast.textContent = text;
  clearTimeout(hiding);
  // A problem stays until something else is said: it may take a while to read.
  if (tone === "good") hiding = setTimeout(() => toast.classList.remove("toast-shown"), 4_000);
}

/** Show nodes made from data, but only when the data changed, and keep the keyboard where it was. */
export function fill(container, data, make) {
  const key = JSON.stringify(data);
  if (container.dataset.shown === String(hash(key))) return;
  container.dataset.shown = String(hash(key));
  const focused = container.contains(document.activeElement) ? document.activeElement.id : "";
  container.replaceChildren(...[make(data)].flat(2).filter(Boolean));
  if (focused) document.getElementById(focused)?.focus();
}

function hash(text) {
  let value = text.length;
  for (let index = 0; index < text.length; index += 1) value = (value * 31 + text.charCodeAt(index)) | 0;
  return value;
}

export function card(title, ...content) {
  names += 1;
  const id = `card-${names}`;
  return h("section", { class: "card", "aria-labelledby": id }, h("h2", { id }, title), ...content);
}

export const note = (...content) => h("p", { class: "note" }, ...content);

export const chip = (text, tone = "plain") => h("span", { class: `chip chip-${tone}` }, text);

/** A switch with a name and what it means. */
export function toggle(id, label, checked, flip, ...more) {
  const button = h("button", {
    class: "switch",
    type: "button",
    role: "switch",
    id,
    "aria-checked": String(checked),
    "aria-labelledby": `${id}-label`,
  });
  button.addEventListener("click", () => run(() => flip(button.getAttribute("aria-checked") !== "true")));
  return h("div", { class: "toggle" }, button, h("div", { class: "toggle-text" }, h("span", { id: `${id}-label` }, label), ...more));
}
