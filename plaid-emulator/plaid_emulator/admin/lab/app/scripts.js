// Scripts of faults: an example or your own, started, watched and stopped.

import { h } from "/link/app/dom.js";
import { get, post } from "./api.js";
import { state, subscribe } from "./state.js";
import { card, chip, choice, doing, field, fill, form, note, submit } from "./ui.js";
import { title, words } from "./words.js";

export function showScripts(panel) {
  const examples = choice([["", "…"]]);
  const about = h("p", { class: "note" });
  const text = h("textarea", { class: "input code", rows: 24, spellcheck: "false" });
  const running = h("ul", { class: "rows" });
  let known = [];
  const put = () => {
    const example = known.find(({ name }) => name === examples.value);
    about.textContent = example?.about ?? "";
    text.value = example ? JSON.stringify(example, null, 2) : text.value;
  };
  examples.addEventListener("change", put);
  get("/scripts/examples").then(({ examples: found }) => {
    known = found;
    examples.replaceChildren(...found.map(({ name }) => h("option", { value: name }, title(name))));
    put();
  }, () => {});
  const start = async () => {
    const begun = await post("/scripts", parse(text.value));
    return `${title(begun.name)} has begun.`;
  };
  panel.append(
    h(
      "div",
      { class: "grid grid-wide" },
      card(
        "Run a script",
        form("Run a script", start, field("Example", examples), about, field("Script", text, "JSON. Steps wait for a call, a page of a sync or a moment. The same seed strikes the same calls."), submit("Run")),
      ),
      card("Scripts", running),
    ),
  );
  subscribe(() => fill(running, state.scripts, (scripts) => (scripts.length ? [...scripts].reverse().map(entry) : [h("li", {}, note("None has run yet."))])));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error.message}`);
  }
}

function entry(script) {
  const fired = script.steps.reduce((sum, step) => sum + step.fired, 0);
  const calls = Object.values(script.calls).reduce((sum, count) => sum + count, 0);
  const stop = doing("Stop", async () => {
    await post(`/scripts/${script.id}/stop`);
    return `${title(script.name)} was stopped. Its faults stay until you take them back.`;
  }, { id: `stop-${script.id}`, "aria-label": `Stop ${words(script.name)}` });
  return h(
    "li",
    { class: "row" },
    h("span", { class: "row-name" }, title(script.name), script.running ? chip("Running", "good") : chip("Ended")),
    h("span", { class: "row-note" }, `${calls} calls heard, ${fired} of ${script.steps.length} steps fired, seed ${script.seed}`),
    h("span", { class: "row-acts row-end" }, script.running ? stop : null),
  );
}
