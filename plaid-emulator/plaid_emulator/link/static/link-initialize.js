/* The browser half of the offline Plaid: defines window.Plaid as Plaid's own link-initialize.js does.
 *
 * The dialog lives in an iframe on this script's origin. The two talk by postMessage, and each side
 * checks origin, window and a channel id that is new for every open():
 *   page  -> frame   {channel, kind: "exit"} | {channel, kind: "submit", data}
 *   frame -> page    {channel, kind: "progress" | "success" | "exit" | "abort", events, snapshot, ...}
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

  function exitEvent(snapshot) {
    return {
      name: "EXIT",
      metadata: {
        account_number_mask: null,
        error_type: snapshot.error?.error_type ?? null,
        error_code: snapshot.error?.error_code ?? null,
        error_message: snapshot.error?.error_message ?? null,
        exit_status: snapshot.status,
        institution_id: snapshot.institution?.institution_id ?? null,
        institution_name: snapshot.institution?.name ?? null,
        institution_search_query: null,
        is_update_mode: String(snapshot.update_mode),
        match_reason: null,
        mfa_type: null,
        routing_number: null,
        selection: null,
        view_name: null,
        request_id: snapshot.request_id,
        link_session_id: snapshot.link_session_id,
        timestamp: new Date().toISOString(),
      },
    };
  }

  function exitMetadata({ institution, status, link_session_id, request_id }) {
    return { institution, status, link_session_id, request_id };
  }

  function frameAddress(config, channel) {
    const address = new URL("/link/v2/stable/link.html", frameOrigin);
    address.searchParams.set("token", config.token);
    address.searchParams.set("channel", channel);
    address.searchParams.set("origin", location.origin);
    if (config.receivedRedirectUri) address.searchParams.set("received_redirect_uri", config.receivedRedirectUri);
    return address.href;
  }

  function newFrame(address) {
    framesMade += 1;
    const frame = document.createElement("iframe");
    frame.id = `plaid-link-iframe-${framesMade}`;
    frame.title = "Plaid Link";
    frame.src = address;
    return frame;
  }

  function coverPage(frame) {
    Object.assign(frame.style, {
      position: "fixed",
      inset: "0",
      width: "100%",
      height: "100%",
      border: "0",
      margin: "0",
      // Both documents must agree on the scheme, or the browser paints the frame opaque.
      colorScheme: "light dark",
      background: "transparent",
      zIndex: "2147483647",
    });
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
  function startRun(config, onEnd) {
    const channel = newChannel();
    const frame = newFrame(frameAddress(config, channel));
    const held = [];
    let snapshot = nothingYet;

    function receive(message) {
      if (message.origin !== frameOrigin || message.source !== frame.contentWindow) return;
      if (message.data?.channel !== channel) return;
      const { kind, events = [] } = message.data;
      snapshot = message.data.snapshot ?? snapshot;
      for (const event of events) {
        if (eventsLive || event.name === "OPEN") call(config.onEvent, event.name, event.metadata);
        else held.push(event);
      }
      if (kind === "success") finish(() => call(config.onSuccess, message.data.public_token, message.data.metadata));
      if (kind === "exit") finish(() => call(config.onExit, message.data.error, message.data.metadata));
      if (kind === "abort") exitNow();
    }

    function finish(tell) {
      stop();
      for (const event of held.splice(0)) call(config.onEvent, event.name, event.metadata);
      tell();
    }

    function stop() {
      window.removeEventListener("message", receive);
      uncover();
      onEnd();
    }

    // Synchronous, because react-plaid-link destroys us from this very onExit. The frame tells the server itself
    // when it is taken out of the page.
    function exitNow() {
      held.push(exitEvent(snapshot));
      finish(() => call(config.onExit, snapshot.error, exitMetadata(snapshot)));
    }

    function post(message) {
      frame.contentWindow?.postMessage({ channel, ...message }, frameOrigin);
    }

    function exit(force) {
      if (force || !snapshot.link_session_id) exitNow();
      else post({ kind: "exit" });
    }

    window.addEventListener("message", receive);
    const uncover = coverPage(frame);
    return { exit, stop, submit: (data) => post({ kind: "submit", data }) };
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
    let state = "loading";
    let openWhenLoaded = false;
    let run = null;

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
        run = startRun(config, () => {
          run = null;
        });
      }
    }

    function exit(options) {
      openWhenLoaded = false;
      run?.exit(Boolean(options?.force));
    }

    function submit(data) {
      run?.submit(data);
    }

    function destroy() {
      state = "destroyed";
      run?.stop();
    }

    return { open, exit, submit, destroy };
  }

  window.Plaid = { create, version: "2.0.0-offline", environment: "sandbox" };
})();
