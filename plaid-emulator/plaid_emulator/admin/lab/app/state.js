// What the page knows, read again every two seconds while somebody looks; whoever shows something subscribes.

import { get } from "./api.js";

const PAUSE = 2_000;
const KEPT = 60;
const listeners = [];

export const state = {
  overview: null,
  items: [],
  choices: null,
  selected: null,
  detail: null,
  webhooks: [],
  journal: [],
  scripts: [],
  problem: null,
};

export function subscribe(listener) {
  listeners.push(listener);
}

function announce() {
  for (const listener of listeners) listener(state);
}

export function selectedItem() {
  return state.items.find((item) => item.item_id === state.selected) ?? null;
}

export async function select(itemId) {
  state.selected = itemId;
  state.detail = null;
  announce();
  await refresh();
}

let underWay = null;
let again = false;

/** Read everything once more; calls that come meanwhile share one further reading. */
export async function refresh() {
  if (underWay) {
    again = true;
    return underWay;
  }
  underWay = read().finally(() => {
    underWay = null;
  });
  await underWay;
  if (again) {
    again = false;
    await refresh();
  }
}

async function read() {
  try {
    const [overview, { items }, { webhooks }, { entries }, { scripts }] = await Promise.all([
      get(""),
      get("/items"),
      get("/webhooks?limit=60"),
      get("/journal?limit=60"),
      get("/scripts"),
    ]);
    state.choices ??= await get("/choices");
    Object.assign(state, { overview, items, scripts, problem: null });
    state.webhooks = webhooks.slice(-KEPT);
    state.journal = entries.slice(-KEPT);
    if (!selectedItem()) state.selected = items.at(-1)?.item_id ?? null;
    state.detail = state.selected ? await get(`/items/${state.selected}?limit=12`) : null;
  } catch (error) {
    state.problem = error.message;
  }
  announce();
}

export function keepFresh() {
  refresh();
  setInterval(() => {
    if (!document.hidden) refresh();
  }, PAUSE);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh();
  });
}
