// Embedded Link: banks as tiles in the app's own page. A click asks the page to open the dialog.

import { listTiles } from "./api.js";
import { connect } from "./bridge.js";
import { h, icon, mark } from "./dom.js";

const parameters = new URL(location.href).searchParams;
const bridge = connect(parameters, { exit: () => {}, submit: () => {} });
const root = document.getElementById("tiles");

function tile(picture, name, onclick) {
  return h("li", {}, h("button", { class: "tile", type: "button", onclick }, picture, h("span", { class: "tile-name" }, name)));
}

function draw({ client_name: app, institutions }) {
  const banks = institutions.map(({ institution_id, name }) => tile(mark(name), name, () => bridge.choose(institution_id)));
  const search = h("span", { class: "mark mark-bank", "aria-hidden": "true" }, icon("search"));
  root.replaceChildren(
    h("h1", { class: "tiles-title" }, `Connect ${app} to your bank`),
    h("ul", { class: "grid", "aria-label": "Banks" }, banks, tile(search, "Find another bank", () => bridge.choose(null))),
    h("p", { class: "tiles-banner" }, "Offline sandbox: do not enter real credentials"),
  );
}

function explain(failure) {
  const expired = failure.error?.error_code === "INVALID_LINK_TOKEN";
  const text = expired ? "This link has expired. Please start again from the app." : "The banks could not be listed.";
  root.replaceChildren(h("p", { class: "tiles-problem", role: "alert" }, text));
}

new ResizeObserver(() => bridge.resize(root.offsetHeight)).observe(root);
listTiles(parameters.get("token") ?? "").then(draw, explain);
