/* The browser half of the offline Plaid: defines window.Plaid as Plaid's own link-initialize.js does.
 *
 * The dialog lives in an iframe on this script's origin. The two talk by postMessage, and each side
 * checks origin, window and a channel id that is new for every frame:
 *   page  -> frame   {channel, kind: "exit"} | {channel, kind: "submit", data}
 *   frame -> page    {channel, kind: "progress" | "success" | "exit" | "abort" | "leave", events, snapshot, ...}
 *   tiles -> page    {channel, kind: "size", height} | {channel, kind: "choose", institution_id}
 *
 * Like Plaid, only OPEN reaches onEvent at once; the rest is delivered when the flow ends. A page that wants
 * each event as it happens loads this script as link-initialize.js?events=live.
 */
(() => {
  "use strict";

  if (window.Plaid) {
    console.warn("Warning: Plaid's link-initialize.js script was embedded more than once. Include it once only.");
    return;
  }

  const scriptUrl = new URL(document.currentScript.src);
  const frameOrigin = scriptUrl.origin;
  const eventsLive = scriptUrl.searchParams.get("events") === "live";
  const nothingYet = { institution: null, status: null, link_session_id: "", request_id: "", error: null, update_mode: false };
  const emptyKeys = "account_number_mask institution_search_query match_reason mfa_type routing_number selection view_name".split(" ");
  let framesMade = 0;

  function newChannel() {
    // crypto.randomUUID exists in secure contexts only; a LAN address over http is none.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // A throwing callback must not leave the page locked behind a half-closed dialog.
  function call(callback, ...values) {
    if (typeof callback !== "function") return;
    try {
      callback(...values);
    } catch (error) {
      setTimeout(() => {
        throw error;
      });
    }
  }

  function exitEvent({ institution, error, status, update_mode, request_id, link_session_id }) {
    const metadata = {
      ...Object.fromEntries(emptyKeys.map((key) => [key, null])),
      error_type: error?.error_type ?? null,
      error_code: error?.error_code ?? null,
      error_message: error?.error_message ?? null,
      exit_status: status,
      institution_id: institution?.institution_id ?? null,
      institution_name: institution?.name ?? null,
      is_update_mode: String(update_mode),
      request_id,
      link_session_id,
      timestamp: new Date().toISOString(),
    };
    return { name: "EXIT", metadata };
  }

  /** Make a frame of ours and a line to it; messages of other windows and origins are not heard. */
  function openFrame(page, details, receive) {
    const channel = newChannel();
    const address = new URL(`/link/v2/stable/${page}`, frameOrigin);
    for (const [name, value] of Object.entries({ ...details, channel, origin: location.origin })) {
      if (value) address.searchParams.set(name, value);
    }
    framesMade += 1;
    const frame = document.createElement("iframe");
    frame.id = `plaid-link-iframe-${framesMade}`;
    frame.title = "Plaid Link";
    frame.src = address.href;
    // Both documents must agree on the scheme, or the browser paints the frame opaque.
    Object.assign(frame.style, { border: "0", colorScheme: "light dark", background: "transparent" });

    function hear(message) {
      if (message.origin !== frameOrigin || message.source !== frame.contentWindow) return;
      if (message.data?.channel === channel) receive(message.data);
    }
    window.addEventListener("message", hear);
    return {
      frame,
      post: (message) => frame.contentWindow?.postMessage({ channel, ...message }, frameOrigin),
      hangUp: () => window.removeEventListener("message", hear),
    };
  }

  function coverPage(frame) {
    Object.assign(frame.style, { position: "fixed", inset: "0", width: "100%", height: "100%", margin: "0", zIndex: "2147483647" });
    const root = document.documentElement;
    const before = { focused: document.activeElement, overflow: root.style.overflow };
    root.style.overflow = "hidden";
    document.body.appendChild(frame);
    return () => {
      frame.remove();
      root.style.overflow = before.overflow;
      before.focused?.focus?.({ preventScroll: true });
    };
  }

  /** One run of the dialog from open() to its end; `onEnd` is told so that the handler can open again. */
  function startRun(config, details, onEnd) {
    const address = { token: config.token, received_redirect_uri: config.receivedRedirectUri, ...details };
    const line = openFrame("link.html", address, receive);
    const held = [];
    let snapshot = nothingYet;

    function receive({ kind, events = [], live, ...message }) {
      snapshot = message.snapshot ?? snapshot;
      for (const event of events) {
        if (eventsLive || live || event.name === "OPEN") call(config.onEvent, event.name, event.metadata);
        else held.push(event);
      }
      if (kind === "success") finish(() => call(config.onSuccess, message.public_token, message.metadata));
      if (kind === "exit") finish(() => call(config.onExit, message.error, message.metadata));
      if (kind === "abort") exitNow();
      if (kind === "leave") leaveFor(new URL(message.url, frameOrigin));
    }

    function tellHeld() {
      for (const event of held.splice(0)) call(config.onEvent, event.name, event.metadata);
    }

    // The bank redirects back to the page, which then opens Link again with receivedRedirectUri.
    function leaveFor(url) {
      tellHeld();
      if (url.origin === frameOrigin) location.assign(url);
    }

    function finish(tell) {
      stop();
      tellHeld();
      tell();
    }

    function stop() {
      line.hangUp();
      uncover();
      onEnd();
    }

    // Synchronous, because react-plaid-link destroys us from this very onExit. The frame tells the server itself
    // when it is taken out of the page.
    function exitNow() {
      const { error, institution, status, link_session_id, request_id } = snapshot;
      held.push(exitEvent(snapshot));
      finish(() => call(config.onExit, error, { institution, status, link_session_id, request_id }));
    }

    function exit(force) {
      if (force || !snapshot.link_session_id) exitNow();
      else line.post({ kind: "exit" });
    }

    const uncover = coverPage(line.frame);
    return { exit, stop, submit: (data) => line.post({ kind: "submit", data }) };
  }

  function checkConfig(config) {
    if (!config || !(config.token || config.key)) {
      throw new Error("Missing Link parameter. Link requires a key or token to be provided.");
    }
    if (!config.token) {
      throw new Error("This offline Plaid knows link tokens only; create one with /link/token/create.");
    }
    if (typeof config.onSuccess !== "function") {
      throw new Error("Missing Link parameter. Link requires an onSuccess function to be provided.");
    }
  }

  function create(config) {
    checkConfig(config);
    let [state, openWhenLoaded, run, phone] = ["loading", false, null, ""];

    // Nothing touches the page before open(): StrictMode's extra create/destroy pair costs nothing.
    setTimeout(() => {
      if (state === "destroyed") return;
      state = "ready";
      call(config.onLoad);
      if (openWhenLoaded) open();
    });

    function open() {
      if (state === "destroyed") {
        console.warn("Plaid Link was destroyed; create it again before calling open().");
        return;
      }
      if (state === "loading") openWhenLoaded = true;
      else if (!run) {
        run = startRun(config, { phone }, () => {
          run = null;
        });
      }
    }

    function exit(options) {
      openWhenLoaded = false;
      run?.exit(Boolean(options?.force));
    }

    function submit(data) {
      phone = data?.phone_number ?? phone;
      run?.submit(data);
    }

    function destroy() {
      state = "destroyed";
      run?.stop();
    }

    return { open, exit, submit, destroy };
  }

  /** Banks as tiles inside an element of the page; a click on one opens the dialog. */
  function createEmbedded(config, node) {
    checkConfig(config);
    if (!(node instanceof Element)) throw new Error("createEmbedded requires a DOM element to be provided.");
    let run = null;

    function open(institution_id) {
      run ??= startRun(config, { institution_id }, () => {
        run = null;
      });
    }

    const line = openFrame("tiles.html", { token: config.token }, ({ kind, height, institution_id }) => {
      if (kind === "size") line.frame.style.height = `${height}px`;
      if (kind === "choose") open(institution_id);
    });
    Object.assign(line.frame.style, { display: "block", width: "100%", minHeight: "240px" });
    node.append(line.frame);
    const loaded = setTimeout(() => {
      call(config.onLoad);
      if (config.receivedRedirectUri) open();
    });
    return {
      destroy() {
        clearTimeout(loaded);
        line.hangUp();
        line.frame.remove();
        run?.stop();
      },
    };
  }

  window.Plaid = { create, createEmbedded, version: "2.0.0-offline", environment: "sandbox" };
})();
