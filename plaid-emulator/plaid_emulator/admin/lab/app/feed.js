// What happens, as it happens: webhooks with their fate, and everything that was made to go wrong.

import { h } from "/link/app/dom.js";
import { state, subscribe } from "./state.js";
import { chip, fill, note } from "./ui.js";
import { time, title, words } from "./words.js";

const FATES = {
  delivered: ["Delivered", "good"], waiting: ["Waiting", "attention"], sending: ["On its way", "attention"],
  given_up: ["Given up", "problem"], lost: ["Never sent", "problem"],
};
const FEW = 24;

export function showFeed(place) {
  const webhooks = h("ol", { class: "feed-list" });
  const journal = h("ol", { class: "feed-list" });
  place.append(h("h2", {}, "Webhooks"), webhooks, h("h2", {}, "What fired"), journal);
  subscribe(() => {
    fill(webhooks, state.webhooks.slice(-FEW).reverse(), (rows) => (rows.length ? rows.map(webhook) : [h("li", {}, note("None yet."))]));
    fill(journal, state.journal.slice(-FEW).reverse(), (rows) => (rows.length ? rows.map(entry) : [h("li", {}, note("Nothing yet. Faults, scripts and what you do here are listed."))]));
  });
}

function webhook({ id, code, outcome, attempts, last_status: status, fault, created_at: at, body, url }) {
  const [label, tone] = FATES[outcome] ?? [outcome, "plain"];
  const tries = attempts > 1 ? `${attempts} attempts` : "";
  const told = [time(at), fault ? words(fault) : "", status && status !== 200 ? `answered ${status}` : "", tries].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "details",
      { class: "event", id: `webhook-${id}` },
      h("summary", {}, h("span", { class: "event-name mono" }, code), chip(label, tone), h("span", { class: "event-note" }, told.join(" · "))),
      h("p", { class: "event-note" }, url),
      h("pre", { class: "code", tabindex: "0", "aria-label": `Body of ${code}` }, body),
    ),
  );
}

const TOLD = {
  fault: ({ kind, error_code: code, endpoint, call }) => [kind === "error" ? code : title(kind), `${endpoint}, call ${call}`],
  action: (entry) => [title(entry.do), "by hand"],
  step: (entry) => [title(entry.do), `${words(entry.script)}, step ${entry.step}`],
  step_failed: (entry) => [`${title(entry.do)} failed`, entry.why],
  drawn: ({ kind, script, endpoint }) => [`Drawn: ${words(kind)}`, `${words(script)}, ${endpoint}`],
  script_started: ({ script, seed }) => [`${title(script)} began`, `seed ${seed}`],
  script_stopped: ({ script }) => [`${title(script)} stopped`, ""],
};

function entry(one) {
  const [name, detail] = (TOLD[one.what] ?? (() => [title(one.what), ""]))(one);
  const bad = one.what === "fault" || one.what === "step_failed";
  return h("li", { class: "event" }, h("span", { class: `event-name ${bad ? "event-bad" : ""}` }, name), h("span", { class: "event-note" }, [time(one.at), detail].filter(Boolean).join(" · ")));
}
