// The line to the page that opened Link: origin-checked postMessage, or nothing when Link is opened on its own.

export function connect(parameters, handlers) {
  const channel = parameters.get("channel");
  const origin = parameters.get("origin");
  const embedded = window.parent !== window && Boolean(channel && origin);

  function send(message) {
    if (embedded) window.parent.postMessage({ channel, ...message }, origin);
  }

  window.addEventListener("message", (message) => {
    if (!embedded || message.source !== window.parent || message.origin !== origin) return;
    if (message.data?.channel !== channel) return;
    if (message.data.kind === "exit") handlers.exit();
    if (message.data.kind === "submit") handlers.submit(message.data.data);
  });

  return {
    embedded,
    progress: (events, snapshot) => send({ kind: "progress", events, snapshot }),
    success: (events, snapshot, outcome) =>
      send({ kind: "success", events, snapshot, public_token: outcome.public_token, metadata: outcome.metadata }),
    exit: (events, snapshot, outcome) =>
      send({ kind: "exit", events, snapshot, error: outcome.error, metadata: outcome.metadata }),
    /** Close although the server cannot be asked: the page makes up the exit from the last snapshot. */
    abort: (snapshot) => send({ kind: "abort", snapshot }),
  };
}
