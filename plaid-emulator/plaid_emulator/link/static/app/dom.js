// Building elements without a framework: h() makes them, text is always text, never markup.

const SVG = "http://www.w3.org/2000/svg";

function setProperty(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "class") element.setAttribute("class", value);
  else if (name in element && typeof value === "boolean") element[name] = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) setProperty(element, name, value);
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2L20 20",
  chevron: "M9 6l6 6-6 6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  alert: "M12 8v5M12 16.5v.2M12 3.5L2.8 19.5h18.4z",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
  hidden: "M4 4l16 16M9.8 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6.3 7.6A16 16 0 0 0 2.5 12S6 18.5 12 18.5c1.7 0 3.2-.5 4.4-1.2M10 10a2.8 2.8 0 0 0 4 4",
  bank: "M4 10l8-5 8 5zM6.5 10v7.5M10.2 10v7.5M13.8 10v7.5M17.5 10v7.5M4 19.5h16",
  lock: "M6.5 11h11v9h-11zM8.8 11V8a3.2 3.2 0 0 1 6.4 0v3",
  choose: "M4 6.5l1.5 1.5L8.5 5M4 12.5L5.5 14l3-3M4 18.5L5.5 20l3-3M12 7h8M12 13h8M12 19h8",
  external: "M10 6H6v12h12v-4M13 5h6v6M19 5l-8 8",
  window: "M4 6h16v12H4zM4 9.5h16",
  phone: "M8 3.5h8a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1zM11 18h2",
  plus: "M12 6v12M6 12h12",
  link: "M9.5 14.5l5-5M8 11l-2.2 2.2a3.5 3.5 0 0 0 5 5L13 16M11 8l2.2-2.2a3.5 3.5 0 0 1 5 5L16 13",
};

export function icon(name, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A letter in a tinted circle: no picture of a bank is ever fetched. */
export function mark(name, size = "") {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)) % 9973;
  const letter = name.trim().charAt(0).toUpperCase() || "?";
  return h("span", { class: `mark mark-${hash % 8} ${size}`, "aria-hidden": "true" }, letter);
}

export function heading(text) {
  return h("h1", { class: "title", id: "title", tabindex: "-1" }, text);
}

export function lead(...content) {
  return h("p", { class: "lead" }, ...content);
}

export function primary(label, properties = {}) {
  return h("button", { class: "button button-primary", type: "button", ...properties }, label);
}

export function quiet(label, properties = {}) {
  return h("button", { class: "button button-quiet", type: "button", ...properties }, label);
}

/** Something to know that is no mistake of anybody's. */
export function warning(text) {
  return text ? h("p", { class: "warning" }, icon("alert"), h("span", {}, text)) : null;
}

/** The message of a form that has to be filled in again; announced as soon as it is shown. */
export function problem(text) {
  return text ? h("p", { class: "problem", role: "alert" }, icon("alert"), h("span", {}, text)) : null;
}
