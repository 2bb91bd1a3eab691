// The dialog's own API on the emulator: every act answers the next view, the events it caused, and a snapshot.

const NETWORK = "network";

export class ApiFailure extends Error {
  constructor(error) {
    super(error.error_message);
    this.error = error;
    this.isNetwork = error.error_type === NETWORK;
  }
}

async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
    });
  } catch {
    throw new ApiFailure({ error_type: NETWORK, error_code: NETWORK, error_message: "The sandbox cannot be reached.", display_message: null });
  }
  const answer = await response.json().catch(() => ({
    error_type: "API_ERROR",
    error_code: "INTERNAL_SERVER_ERROR",
    error_message: "an unexpected error occurred",
    display_message: null,
  }));
  if (!response.ok) throw new ApiFailure(answer);
  return answer;
}

export function startSession(details) {
  return post("/link/api/sessions", details);
}

export function act(sessionId, action, body = {}) {
  return post(`/link/api/sessions/${sessionId}/${action}`, body);
}

/** Tell the server that the dialog is gone; works while the page that held it is going away too. */
export function sayLeft(sessionId) {
  navigator.sendBeacon(`/link/api/sessions/${sessionId}/left`);
}
