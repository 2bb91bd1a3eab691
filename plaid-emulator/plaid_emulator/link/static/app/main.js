// The dialog from opening to its end: ask the server for the next view, show it, tell the page what happened.

import { act, ApiFailure, sayLeft, startSession } from "./api.js";
import { connect } from "./bridge.js";
import { paneFor } from "./panes.js";
import { announce, askToLeave, isAskingToLeave, setUpShell, show, stopAskingToLeave } from "./shell.js";

const SHORTEST_WAIT_MS = 450;
const parameters = new URL(location.href).searchParams;
// Hosted Link has its token in the path: /link/hosted/link-sandbox-...
const token = parameters.get("token") ?? location.pathname.split("/").at(-1);

let sessionId = null;
let view = null;
let snapshot = { institution: null, status: null, link_session_id: "", request_id: "", error: null, update_mode: false };
let busy = false;
let over = false;
let dismissQuestion = null;
let noted = Promise.resolve();

const bridge = connect(parameters, { exit: requestExit, submit: takeSubmitted });

function end(completionUri = null) {
  over = true;
  if (bridge.embedded) return;
  render({ name: "DONE", succeeded: view?.name === "CONNECTED" });
  if (completionUri) location.assign(completionUri);
}

function accept(step) {
  snapshot = step.snapshot;
  sessionId = snapshot.link_session_id;
  if (!step.outcome) {
    bridge.progress(step);
    if (step.view) render(step.view);
    return;
  }
  bridge.end(step);
  end(step.completion_redirect_uri);
}

function render(next) {
  view = next;
  show(paneFor(view, flow));
}

function fail(failure, retry) {
  const { error, isNetwork } = failure;
  if (!isNetwork) {
    snapshot = { ...snapshot, error: plainError(error), request_id: error.request_id ?? snapshot.request_id };
    bridge.progress({ events: [], snapshot });
  }
  render({ name: "FAILURE", error, retry: isNetwork ? retry : null });
}

function plainError({ error_type, error_code, error_message, display_message = null }) {
  return { error_type, error_code, error_message, display_message };
}

/** Run one request at a time. Waiting is shown as a pane of its own, long enough to be read, when `waiting` is given. */
async function perform(request, { waiting, retry } = {}) {
  if (busy || over) return;
  busy = true;
  const before = view;
  if (waiting) render({ name: "LOADING", text: waiting, institution: snapshot.institution });
  try {
    const pause = waiting ? new Promise((resolve) => setTimeout(resolve, SHORTEST_WAIT_MS)) : null;
    const step = await request();
    await pause;
    busy = false;
    if (!over) accept(step);
  } catch (failure) {
    busy = false;
    if (over) return;
    if (!(failure instanceof ApiFailure)) throw failure;
    fail(failure, retry ?? (() => render(before)));
  }
}

const flow = {
  do: (action, body, waiting) => perform(() => act(sessionId, action, body), { waiting }),
  /** Search answers a list, not a view: the pane that asked is on the screen and being typed in. */
  search: async (query) => {
    const step = await act(sessionId, "search", { query });
    snapshot = step.snapshot;
    bridge.progress(step);
    return step.institutions;
  },
  note,
  leaveFor,
  isEmbedded: bridge.embedded,
  phone: parameters.get("phone"),
  leave,
  announce,
};

/** Record something that leaves the view as it is; what happened first is told first. */
function note(action) {
  const turn = noted.then(async () => {
    const step = await act(sessionId, action);
    snapshot = step.snapshot;
    bridge.progress(step);
  });
  noted = turn.catch(() => {});
  return turn;
}

function leaveFor(url) {
  // The session goes on when the browser comes back: nobody has left it.
  over = true;
  bridge.leave(url);
}

function takeSubmitted(data) {
  if (view?.name === "SUBMIT_PHONE" && data?.phone_number) flow.do("phone", { phone: data.phone_number });
}

function leave() {
  stopAskingToLeave();
  if (!sessionId) {
    bridge.abort(snapshot);
    return end();
  }
  busy = false;
  return perform(() => noted.then(() => act(sessionId, "exit"))).then(() => {
    if (over) return;
    bridge.abort(snapshot);
    end();
  });
}

function leavingWords() {
  if (snapshot.banks_added) return { title: "Leave now?", text: "What you have connected stays connected." };
  if (snapshot.update_mode) return { title: "Leave without finishing?", text: "Nothing has changed yet. You can come back at any time." };
  return { title: "Leave without connecting?", text: "Nothing has been shared yet. You can come back and connect your bank at any time." };
}

function requestExit() {
  if (over) return;
  if (isAskingToLeave()) return dismissQuestion?.();
  if (view?.name === "CONNECTED") return flow.do("finish");
  if (!sessionId || view?.name === "FAILURE") return leave();
  // The view stays: whoever changes their mind goes on where they were.
  note("ask-exit").catch(() => announce("The sandbox cannot be reached."));
  dismissQuestion = askToLeave({
    ...leavingWords(),
    stayLabel: "Keep going",
    leaveLabel: "Leave",
    onLeave: leave,
    onStay: () => note("stay").catch(() => {}),
  });
}

function start() {
  const details = {
    link_token: token,
    received_redirect_uri: parameters.get("received_redirect_uri"),
    institution_id: parameters.get("institution_id"),
  };
  return perform(() => startSession(details), { retry: start });
}

document.documentElement.classList.toggle("alone", !bridge.embedded);
setUpShell({ onBack: () => flow.do("back"), onClose: requestExit });
window.addEventListener("pagehide", () => {
  if (sessionId && !over) sayLeft(sessionId);
});
start();
