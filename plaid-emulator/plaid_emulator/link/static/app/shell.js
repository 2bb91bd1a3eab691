// The frame of the dialog: title bar, exit question, focus trap, announcements. Panes come and go inside it.

import { h, icon, mark, primary, quiet } from "./dom.js";

const FOCUSABLE = "button, input, select, a[href], summary, [tabindex='0']";

const dialog = document.getElementById("dialog");
const pane = document.getElementById("pane");
const who = document.getElementById("who");
const backButton = document.getElementById("back");
const closeButton = document.getElementById("close");
const confirmLayer = document.getElementById("confirm");
const live = document.getElementById("live");

function focusables(root) {
  return [...root.querySelectorAll(FOCUSABLE)].filter(
    (element) => !element.disabled && !element.closest("[inert]") && element.offsetParent !== null,
  );
}

function trapTab(event) {
  const inside = focusables(confirmLayer.hidden ? dialog : confirmLayer);
  if (inside.length === 0) return event.preventDefault();
  const first = inside[0];
  const last = inside.at(-1);
  const active = document.activeElement;
  const leaving = event.shiftKey ? active === first || !inside.includes(active) : active === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

let saying;

/** Have words read out; none take back what was said of an earlier pane. */
export function announce(text) {
  // Emptied first: the same words twice would otherwise be read once.
  clearTimeout(saying);
  live.textContent = "";
  if (!text) return;
  saying = setTimeout(() => {
    live.textContent = text;
  }, 60);
}

export function setUpShell({ onBack, onClose }) {
  backButton.append(icon("back"));
  closeButton.append(icon("close"));
  backButton.addEventListener("click", onBack);
  closeButton.addEventListener("click", onClose);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab") trapTab(event);
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      onClose();
    }
  });
}

function showWho(institution) {
  who.replaceChildren();
  if (institution) who.append(mark(institution.name, "mark-small"), h("span", {}, institution.name));
}

/** Put a pane on the screen. `focus` is where typing goes; without it the heading is focused, so that it is read. */
export function show({ node, focus, canGoBack = false, canClose = true, institution = null, spoken }) {
  backButton.hidden = !canGoBack;
  closeButton.hidden = !canClose;
  showWho(institution);
  pane.replaceChildren(node);
  pane.scrollTop = 0;
  const title = pane.querySelector("#title");
  document.title = `${title?.textContent ?? "Plaid Link"} – Plaid Link (offline sandbox)`;
  announce(spoken ?? (focus ? title?.textContent : ""));
  if (confirmLayer.hidden) focusFirst(focus ?? title);
}

function focusFirst(element) {
  // A phone would cover half the pane with its keyboard; there the heading is focused instead of a field.
  const field = element instanceof HTMLInputElement;
  const target = field && matchMedia("(pointer: coarse)").matches ? pane.querySelector("#title") : element;
  target?.focus({ preventScroll: true });
}

export function isAskingToLeave() {
  return !confirmLayer.hidden;
}

export function stopAskingToLeave() {
  confirmLayer.hidden = true;
  confirmLayer.replaceChildren();
  for (const child of dialog.children) child.inert = false;
}

export function askToLeave({ title, text, leaveLabel, stayLabel, onLeave, onStay }) {
  const before = document.activeElement;
  const stay = primary(stayLabel, {
    onclick: () => {
      stopAskingToLeave();
      (before?.isConnected ? before : pane.querySelector("#title"))?.focus({ preventScroll: true });
      onStay();
    },
  });
  confirmLayer.replaceChildren(
    h(
      "div",
      { class: "confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
      h("h2", { class: "confirm-title", id: "confirm-title" }, title),
      h("p", { class: "confirm-text", id: "confirm-text" }, text),
      stay,
      quiet(leaveLabel, { onclick: onLeave }),
    ),
  );
  confirmLayer.hidden = false;
  for (const child of dialog.children) child.inert = child !== confirmLayer;
  stay.focus();
  return () => stay.click();
}
