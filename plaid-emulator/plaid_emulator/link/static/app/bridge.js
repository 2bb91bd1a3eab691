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
    progress: ({ events, snapshot, live_events: live }) => send({ kind: "progress", events, snapshot, live }),
    /** The end, as the page's onSuccess or onExit is to hear it. */
    end: ({ events, snapshot, live_events: live, outcome }) => send({ ...outcome, events, snapshot, live }),
    /** Close although the server cannot be asked: the page makes up the exit from the last snapshot. */
    abort: (snapshot) => send({ kind: "abort", snapshot }),
    choose: (institution_id) => send({ kind: "choose", institution_id }),
    resize: (height) => send({ kind: "size", height }),
    /** Have the whole page go to the bank, which will send it back. */
    leave: (url) => send({ kind: "leave", url }),
  };
}
