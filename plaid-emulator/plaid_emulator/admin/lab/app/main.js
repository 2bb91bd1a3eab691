// The page: its parts, the tabs, and the loop that keeps them fresh.

import { h } from "/link/app/dom.js";
import { showClock } from "./clock.js";
import { showFaults } from "./faults.js";
import { showFeed } from "./feed.js";
import { showItems } from "./items.js";
import { showLogin } from "./login.js";
import { showMoney } from "./money.js";
import { showScripts } from "./scripts.js";
import { keepFresh, state, subscribe } from "./state.js";
import { showTruth } from "./truth.js";
import { say } from "./ui.js";

const TABS = [
  ["money", "Money", showMoney],
  ["login", "Login and webhooks", showLogin],
  ["faults", "Faults", showFaults],
  ["scripts", "Scripts", showScripts],
  ["truth", "Truth", showTruth],
];

function makeTabs() {
  const tabs = document.getElementById("tabs");
  const panels = document.getElementById("panels");
  for (const [name, label, show] of TABS) {
    const tab = h("button", { class: "tab", role: "tab", type: "button", id: `tab-${name}`, "aria-controls": `panel-${name}` }, label);
    tab.addEventListener("click", () => open(name));
    tabs.append(tab);
    const panel = h("div", { class: "panel", role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}` });
    panels.append(panel);
    show(panel);
  }
  tabs.addEventListener("keydown", (event) => move(event));
  const wanted = location.hash.slice(1);
  open(TABS.some(([name]) => name === wanted) ? wanted : "money", false);
}

function open(name, remember = true) {
  for (const [each] of TABS) {
    const tab = document.getElementById(`tab-${each}`);
    tab.setAttribute("aria-selected", String(each === name));
    tab.tabIndex = each === name ? 0 : -1;
    document.getElementById(`panel-${each}`).hidden = each !== name;
  }
  if (remember) history.replaceState(null, "", `#${name}`);
}

function move(event) {
  const now = TABS.findIndex(([name]) => document.getElementById(`tab-${name}`) === document.activeElement);
  const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: TABS.length - 1 }[event.key];
  if (now < 0 || next === undefined) return;
  event.preventDefault();
  const [name] = TABS[(next + TABS.length) % TABS.length];
  open(name);
  document.getElementById(`tab-${name}`).focus();
}

let complained = null;
subscribe(() => {
  if (state.problem && state.problem !== complained) say(state.problem, "problem");
  complained = state.problem;
});
showClock(document.getElementById("clock"));
showItems(document.getElementById("items"));
showFeed(document.getElementById("feed"));
makeTabs();
keepFresh();
