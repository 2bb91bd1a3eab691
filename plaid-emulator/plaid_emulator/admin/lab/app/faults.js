// Faults: a switch for each way a call can go wrong, and what is in force.

import { h } from "/link/app/dom.js";
import { act, get } from "./api.js";
import { selectedItem, state, subscribe } from "./state.js";
import { card, choice, doing, field, fill, input, note, run, setOptions, toggle, twice } from "./ui.js";
import { title, words } from "./words.js";

const KINDS = [
  ["error", "Error of Plaid's", "The code you choose, instead of any work.", "error_code"],
  ["status", "Bare 5xx", "A proxy's page: no JSON, no error object.", "status"],
  ["reset", "Connection reset", "Before anything is done.", null],
  ["latency", "Slow answer", "Silence, then a right answer.", "seconds"],
  ["drip", "Slow drip", "A right answer, a few bytes at a time.", "seconds"],
  ["answer_lost", "Answer lost", "The work is done, the answer never comes.", null],
  ["cut", "Answer cut", "Half of the JSON, then the line ends.", null],
  ["not_json", "Not JSON", "200, and a web page.", null],
  ["missing_field", "Field missing", "Without a field that is always there.", "field"],
  ["null_field", "Null", "Where none may be.", "field"],
  ["wrong_type", "Wrong type", "A number where text belongs, and so on.", "field"],
  ["replace_field", "Another value", "Field = JSON, in any place.", "replacement"],
];
const TIMES = [["1", "once"], ["3", "3 times"], ["10", "10 times"], ["-1", "until switched off"]];
const PASSING = [["0", "the next call"], ["1", "the 2nd call"], ["3", "the 4th call"], ["10", "the 11th call"]];
const CHANCES = [["1", "every call"], ["0.5", "one call in two"], ["0.2", "one in five"], ["0.05", "one in twenty"]];
const MUTATIONS = [["natural", "When data has moved"], ["always", "On every second page"], ["once", "Once, on the next second page"], ["never", "Never"]];
const WEBHOOKS = [
  ["", "They arrive"], ["forged", "Forged signature"], ["stale", "Signed too long ago"], ["altered", "Body altered after signing"],
  ["wrong_key", "Unknown signing key"], ["duplicate", "Sent twice"], ["late", "Two minutes late"], ["out_of_order", "Overtaken by the next"], ["lost", "Never sent"],
];
const LIMITS = [["off", "Off"], ["sandbox", "Sandbox"], ["production", "Production"]];

export function showFaults(panel) {
  const scope = makeScope();
  const switches = h("div", { class: "switches" });
  for (const kind of KINDS) switches.append(faultSwitch(kind, scope));
  panel.append(
    card("Calls of the API", scope.element, switches, inForce()),
    h("div", { class: "grid" }, mutation(), webhookFault(), limits()),
    h("div", { class: "acts" }, mend(), forget()),
  );
}

const mend = () =>
  doing("Everything works again", async () => {
    await act("clear_faults");
    return "No fault is in force.";
  });

function forget() {
  const button = twice("Forget everything", "Press again to forget", async () => {
    await act("reset");
    return "A new, empty emulator. Only the signing keys stay.";
  });
  return button;
}

function makeScope() {
  const endpoint = choice([["*", "Every endpoint"]]);
  const item = choice([["", "Every Item"], ["selected", "The chosen Item"]]);
  const times = choice(TIMES, {});
  times.value = "-1";
  const chance = choice(CHANCES);
  const skip = choice(PASSING);
  subscribe(() => {
    const known = state.choices?.endpoints ?? [];
    setOptions(endpoint, [["*", "Every endpoint"], ...known.map((path) => [path, path])]);
    item.disabled = !selectedItem();
  });
  const read = () => ({
    endpoint: endpoint.value,
    times: Number(times.value),
    probability: Number(chance.value),
    skip: Number(skip.value),
    ...(item.value && state.selected ? { item_id: state.selected } : {}),
  });
  const element = h("div", { class: "scope" }, field("Where", endpoint), field("Whose", item), field("From", skip), field("How often", times), field("How likely", chance));
  return { element, read };
}

function detailOf(name) {
  if (name === "error_code") return choice([["INTERNAL_SERVER_ERROR", "INTERNAL_SERVER_ERROR"]], { "aria-label": "Error code" });
  if (name === "status") return choice([["502", "502"], ["500", "500"], ["503", "503"], ["504", "504"]], { "aria-label": "Status" });
  if (name === "seconds") return input({ type: "number", min: "0.1", step: "0.1", value: "3", "aria-label": "Seconds" });
  if (name === "field") return input({ placeholder: "added.0.amount", "aria-label": "Field, such as added.0.amount" });
  if (name === "replacement") return input({ value: "added.0.amount = 0", "aria-label": "Field = JSON" });
  return null;
}

/** "added.0.amount = 0" as a field and a value. */
function readReplacement(text) {
  const at = text.indexOf("=");
  if (at < 1) throw new Error("Another value is written so: added.0.amount = 0");
  try {
    return { field: text.slice(0, at).trim(), value: JSON.parse(text.slice(at + 1)) };
  } catch {
    throw new Error(`What stands after the = is not JSON: ${text.slice(at + 1).trim()}`);
  }
}

function faultSwitch([kind, label, meaning, name], scope) {
  const detail = detailOf(name);
  const read = () => {
    if (!detail?.value) return {};
    if (name === "replacement") return readReplacement(detail.value);
    return { [name]: name === "status" || name === "seconds" ? Number(detail.value) : detail.value };
  };
  const flip = async (on) => {
    if (on) {
      await act("add_fault", { kind, ...scope.read(), ...read() });
      return `${label}: on.`;
    }
    const { standing } = await get("/faults");
    for (const each of standing.filter((one) => one.kind === kind)) await act("remove_fault", { id: each.id });
    return `${label}: off.`;
  };
  const element = toggle(`fault-${kind}`, label, false, flip, h("span", { class: "hint" }, meaning));
  if (detail) element.append(detail);
  element.classList.toggle("toggle-tall", name === "error_code" || name === "replacement");
  subscribe(() => {
    const on = (state.overview?.faults.standing ?? []).some((each) => each.kind === kind);
    element.querySelector("[role=switch]").setAttribute("aria-checked", String(on));
    if (name === "error_code" && state.choices) setOptions(detail, Object.keys(state.choices.error_codes).sort().map((code) => [code, code]));
  });
  return element;
}

function inForce() {
  const list = h("ul", { class: "rows" });
  subscribe(() => fill(list, state.overview?.faults.standing ?? [], (standing) => standing.map(entry)));
  return list;
}

function entry(fault) {
  const what = { error: fault.error_code, status: fault.status, latency: `${fault.seconds} s`, drip: `${fault.seconds} s` }[fault.kind] ?? fault.field ?? "";
  const left = fault.left === -1 ? "until switched off" : `${fault.left} more`;
  const likely = fault.probability < 1 ? `, ${Math.round(fault.probability * 100)} % likely` : "";
  const where = fault.endpoint === "*" ? "every endpoint" : fault.endpoint;
  return h(
    "li",
    { class: "row" },
    h("span", { class: "row-name" }, `${title(fault.kind)} ${what}`),
    h("span", { class: "row-note" }, `${where}${fault.item_id ? ", one Item" : ""}: ${left}${likely}`),
    h("span", { class: "row-acts row-end" }, doing("Off", () => act("remove_fault", { id: fault.id }), { id: `off-${fault.id}`, "aria-label": `Switch off fault ${fault.id}: ${words(fault.kind)}` })),
  );
}

function chooser(title, label, options, { read, write, hint }) {
  const control = choice(options);
  control.addEventListener("change", () => run(() => write(control.value)));
  subscribe(() => {
    if (state.overview && document.activeElement !== control) control.value = read(state.overview);
  });
  return card(title, field(label, control), note(hint));
}

function mutation() {
  const element = chooser("Sync", "Must begin again", MUTATIONS, {
    read: (overview) => overview.faults.mutation,
    write: (mode) => act("set_mutation", { mode }),
    hint: "The mutation error, on any page but the first.",
  });
  const split = toggle("split-postings", "Tear postings apart", false, (on) => act("split_postings", { on }), h("span", { class: "hint" }, "Removed and added on different pages."));
  subscribe(() => split.querySelector("button").setAttribute("aria-checked", String(Boolean(state.overview?.faults.split_postings))));
  element.append(split);
  return element;
}

const webhookFault = () =>
  chooser("Webhooks", "What happens to them", WEBHOOKS, {
    read: (overview) => overview.faults.webhook ?? "",
    write: (fault) => act("set_webhook_fault", { fault: fault || null, times: -1 }),
    hint: "Holds until you choose again.",
  });

const limits = () =>
  chooser("Rate limits", "Whose", LIMITS, {
    read: (overview) => overview.rate_limits,
    write: (table) => act("set_rate_limits", { table }),
    hint: "Plaid's own tables, per Item and per client, by the clock above.",
  });
