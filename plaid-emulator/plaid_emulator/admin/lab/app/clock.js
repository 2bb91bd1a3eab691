// The emulated clock: it ticks here between two readings, and its buttons move it there.

import { h } from "/link/app/dom.js";
import { act } from "./api.js";
import { state, subscribe } from "./state.js";
import { choice, doing, form, input, run } from "./ui.js";
import { moment } from "./words.js";

const HOUR = 3_600;
const STEPS = [["+1 hour", HOUR], ["+1 day", 24 * HOUR], ["+1 week", 7 * 24 * HOUR], ["+30 days", 30 * 24 * HOUR]];
const SPEEDS = [["1", "Real speed"], ["0", "Stopped"], ["60", "60 times"], ["3600", "3,600 times"]];

export function showClock(place) {
  const face = h("time", { class: "clock-face" }, "…");
  const speed = choice(SPEEDS, { "aria-label": "Speed of the clock" });
  speed.addEventListener("change", () => run(() => act("move_clock", { speed: Number(speed.value) })));
  const steps = STEPS.map(([label, seconds]) =>
    doing(label, async () => {
      await act("move_clock", { advance_seconds: seconds });
      return `The clock went forward: ${label.slice(1)}.`;
    }),
  );
  const exact = input({ type: "datetime-local", "aria-label": "Moment to set the clock to, in UTC", required: true });
  const set = form("Set the clock", async () => {
    await act("move_clock", { set: `${exact.value}:00Z` });
    return "The clock was set.";
  }, h("div", { class: "beside" }, exact, h("button", { class: "button button-quiet", type: "submit" }, "Set")));
  place.append(face, h("div", { class: "clock-steps", role: "group", "aria-label": "Move the clock forward" }, ...steps, speed), h("details", { class: "more clock-set" }, h("summary", {}, "Set the clock"), set));

  let read = null;
  const tick = () => {
    if (!read) return;
    face.textContent = `${moment(read.at + (performance.now() - read.when) * read.speed)} UTC`;
  };
  subscribe(() => {
    if (!state.overview) return;
    const { now, speed: pace } = state.overview.clock;
    read = { at: Date.parse(now), when: performance.now(), speed: pace };
    if (document.activeElement !== speed) {
      if (!SPEEDS.some(([value]) => value === String(pace))) speed.append(h("option", { value: pace }, `${pace} times`));
      speed.value = String(pace);
    }
    tick();
  });
  setInterval(tick, 1_000);
}
