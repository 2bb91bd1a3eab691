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
  await refresh({ thoroughly: true });
}

let underWay = null;
let again = false;
let detailed = null;
let acts = 0;

/** Read everything once more; calls that come meanwhile share one further reading. */
export async function refresh({ thoroughly = false } = {}) {
  if (thoroughly) acts += 1;
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
    await readDetail();
  } catch (error) {
    state.problem = error.message;
  }
  announce();
}

/** Read the chosen Item only when it has changed: adding up the balances of a large one takes its time. */
async function readDetail() {
  const item = selectedItem();
  const hour = state.overview.clock.now.slice(0, 13);
  const now = item && [item.item_id, item.log_head, item.status, item.error_code, hour, acts].join();
  if (now === detailed) return;
  state.detail = item ? await get(`/items/${item.item_id}?limit=12`) : null;
  detailed = now;
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
