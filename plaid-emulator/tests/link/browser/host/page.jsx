// A page as our users write it: the unmodified react-plaid-link, and a record of every callback.

import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { PlaidEmbeddedLink, usePlaidLink } from "react-plaid-link";

const parameters = new URLSearchParams(location.search);
const tell = (name) => (...values) => window.calls.push({ name, values });
const callbacks = { onSuccess: tell("onSuccess"), onExit: tell("onExit"), onEvent: tell("onEvent"), onLoad: tell("onLoad") };
window.calls = [];

// The bank's redirect: Link is opened again with the token that was kept, and with the address that came.
const isReturn = location.pathname === "/return";
const given = parameters.get("token");
if (given) localStorage.setItem("link_token", given);

function Connect() {
  const [token, setToken] = useState(given ?? localStorage.getItem("link_token"));
  const returned = isReturn ? { receivedRedirectUri: location.href } : {};
  const { open, exit, submit, ready } = usePlaidLink({ token, ...callbacks, ...returned });
  Object.assign(window, { exitLink: exit, submitToLink: submit, changeToken: setToken });
  useEffect(() => {
    if (isReturn && ready) open();
  }, [open, ready]);
  return (
    <button type="button" disabled={!ready} onClick={() => open()}>
      Connect a bank
    </button>
  );
}

function App() {
  const [shown, setShown] = useState(true);
  const isEmbedded = parameters.has("embedded");
  return (
    <main>
      <h1>A page that uses Link</h1>
      {shown && (isEmbedded ? <PlaidEmbeddedLink token={given} {...callbacks} /> : <Connect />)}
      <button type="button" onClick={() => setShown(!shown)}>
        Mount or unmount
      </button>
    </main>
  );
}

const root = createRoot(document.getElementById("root"));
root.render(parameters.has("strict") || isReturn ? <StrictMode><App /></StrictMode> : <App />);
