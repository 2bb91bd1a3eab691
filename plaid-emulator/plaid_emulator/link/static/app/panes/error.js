// ERROR: what happened and the next step; the code stands in the details for whoever supports the user.

import { h, heading, icon, lead, primary, quiet } from "../dom.js";

function details(error) {
  const rows = [
    ["Code", error.error_code],
    ["Message", error.error_message],
    ["Request", error.request_id],
  ].filter(([, value]) => value);
  return h(
    "details",
    { class: "details" },
    h("summary", {}, "Details"),
    h("dl", {}, rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
  );
}

function layout({ title, text, error, buttons }) {
  return h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "scroll centered" },
      h("span", { class: "seal seal-problem", "aria-hidden": "true" }, icon("alert")),
      heading(title),
      lead(text),
      details(error),
    ),
    h("div", { class: "foot" }, buttons),
  );
}

/** The bank said no; the server has words and a next step for each code. */
export function errorPane(view, flow) {
  const buttons = view.retry_label
    ? [primary(view.retry_label, { onclick: () => flow.do("retry") }), quiet("Leave", { onclick: flow.leave })]
    : [primary("Leave", { onclick: flow.leave })];
  return { node: layout({ ...view, error: { ...view.error, request_id: view.request_id }, buttons }), institution: view.institution };
}

/** Link itself could not go on: an expired token, or the sandbox is not there. */
export function failurePane(view, flow) {
  const { error, retry } = view;
  const expired = error.error_code === "INVALID_LINK_TOKEN";
  const words = retry
    ? { title: "The sandbox does not answer", text: "Check that the emulator is running, then try again." }
    : expired
      ? { title: "This link has expired", text: "Please start again from the app." }
      : { title: "Something went wrong", text: error.display_message ?? "Please start again from the app." };
  const buttons = retry ? [primary("Try again", { onclick: retry }), quiet("Leave", { onclick: flow.leave })] : [primary("Close this window", { onclick: flow.leave })];
  return { node: layout({ ...words, error, buttons }) };
}
