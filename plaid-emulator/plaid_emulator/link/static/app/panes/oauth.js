// OAUTH: the bank has a sign-in of its own, in a window beside the page or instead of it.

import { bank } from "../api.js";
import { h, heading, icon, lead, mark, primary, quiet, warning } from "../dom.js";

const LOOK_EVERY_MS = 700;
const WINDOW = "popup,width=480,height=760";

function texts(view) {
  if (view.was_closed) return { title: "The bank's window was closed", text: "Nothing was shared. You can open it again." };
  return {
    title: view.update_mode && !view.changes_accounts ? `Sign in to ${view.institution.name} again` : `Sign in to ${view.institution.name}`,
    text: view.leaves_page ? "Your bank's own page opens. It brings you back here." : "Your bank's own sign-in opens in a new window.",
  };
}

export function oauthPane(view, flow) {
  const { institution, state_id: stateId } = view;
  const address = new URL(`/link/oauth?state_id=${stateId}`, location.href).href;
  const leaves = view.leaves_page && flow.isEmbedded;
  const { title, text } = texts(view);
  const body = h("div", { class: "scroll centered" });
  const foot = h("div", { class: "foot" });
  const node = h("div", { class: "stack" }, body, foot);
  let popup = null;
  let watching = false;

  function draw(headline, message, ...buttons) {
    body.replaceChildren(
      h("div", { class: "handshake", "aria-hidden": "true" }, mark(view.client_name, "mark-large"), icon("link", "icon handshake-icon"), mark(institution.name, "mark-large")),
      headline,
      lead(message),
      warning(view.warning) ?? "",
    );
    foot.replaceChildren(...buttons);
    buttons[0]?.focus({ preventScroll: true });
  }

  function open() {
    if (leaves) {
      // Whether or not it could be recorded, the person goes on.
      flow.note("oauth-opened").catch(() => {}).finally(() => flow.leaveFor(address));
      return;
    }
    popup = window.open(address, `plaid-oauth-${stateId}`, WINDOW);
    if (popup) opened();
    else blocked();
  }

  function opened() {
    flow.note("oauth-opened").catch(() => {});
    draw(heading("Finish in the bank's window"), `Sign in to ${institution.name} there. This page goes on by itself.`, primary("Show the window", { onclick: show }));
    flow.announce("The bank's window is open");
    watch();
  }

  function show() {
    if (popup && !popup.closed) popup.focus();
    else open();
  }

  // Some browsers block new windows; a plain link is never blocked.
  function blocked() {
    const link = h("a", { class: "button button-primary", href: address, target: "_blank", rel: "opener", onclick: opened }, "Open the bank's page");
    draw(heading("Your browser blocked the window"), "Allow pop-ups for this page, or open your bank with the button below.", link);
    flow.announce("Your browser blocked the window");
  }

  function hear(message) {
    if (message.origin === location.origin && message.data?.oauth === stateId) look();
  }

  function isShown() {
    return node.isConnected;
  }

  function stop() {
    window.removeEventListener("message", hear);
    popup?.close();
  }

  async function look() {
    const { is_over: isOver } = await bank.show(stateId).catch(() => ({ is_over: false }));
    if (isOver && isShown()) flow.do("oauth-done", {}, "Connecting your accounts…");
    return isOver;
  }

  // The window cannot always reach us, and a closed one cannot say so: look every now and then.
  async function watch() {
    if (watching) return;
    watching = true;
    window.addEventListener("message", hear);
    while (isShown() && !(await look())) {
      if (popup?.closed && isShown()) {
        popup = null;
        if (!view.was_closed) flow.do("oauth-closed");
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    stop();
  }

  const go = primary(view.was_closed ? "Open it again" : `Continue to ${institution.name}`, { onclick: open });
  draw(heading(title), text, go, ...(view.was_closed ? [quiet("Leave", { onclick: flow.leave })] : []));
  if (view.was_closed) queueMicrotask(watch);
  return { node, focus: go, canGoBack: view.can_go_back };
}
