// The dialog's own API on the emulator: every act answers the next view, the events it caused, and a snapshot.

const NETWORK = "network";

export class ApiFailure extends Error {
  constructor(error) {
    super(error.error_message);
    this.error = error;
    this.isNetwork = error.error_type === NETWORK;
  }
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "omit", cache: "no-store", ...options });
  } catch {
    throw new ApiFailure({ error_type: NETWORK, error_code: NETWORK, error_message: "The sandbox cannot be reached.", display_message: null });
  }
  const answer = await response.json().catch(() => ({
    error_type: "API_ERROR",
    error_code: "INTERNAL_SERVER_ERROR",
    error_message: "an unexpected error occurred",
    display_message: null,
  }));
  // One of Plaid's refusals, OAUTH_STATE_ID_ALREADY_PROCESSED, has a status of success.
  if (!response.ok || answer.error_code) throw new ApiFailure(answer);
  return answer;
}

function post(path, body) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

export function startSession(details) {
  return post("/link/api/sessions", details);
}

export function act(sessionId, action, body = {}) {
  return post(`/link/api/sessions/${sessionId}/${action}`, body);
}

/** What the bank's own page needs, and what it says. */
export const bank = {
  show: (stateId) => ask(`/link/api/oauth/${stateId}`),
  signIn: (stateId, credentials) => post(`/link/api/oauth/${stateId}/sign-in`, credentials),
  decide: (stateId, decision) => post(`/link/api/oauth/${stateId}/decision`, decision),
};

export function listTiles(token) {
  return post("/link/api/tiles", { link_token: token });
}

/** Tell the server that the dialog is gone; works while the page that held it is going away too. */
export function sayLeft(sessionId) {
  navigator.sendBeacon(`/link/api/sessions/${sessionId}/left`);
}
