// A page as our users write it: the unmodified react-plaid-link, and a record of every callback.

import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { usePlaidLink } from "react-plaid-link";

const parameters = new URLSearchParams(location.search);
const tell = (name) => (...values) => window.calls.push({ name, values });
const callbacks = { onSuccess: tell("onSuccess"), onExit: tell("onExit"), onEvent: tell("onEvent"), onLoad: tell("onLoad") };
window.calls = [];

function Connect() {
  const [token, setToken] = useState(parameters.get("token"));
  const { open, exit, ready } = usePlaidLink({ token, ...callbacks });
  Object.assign(window, { exitLink: exit, changeToken: setToken });
  return (
    <button type="button" disabled={!ready} onClick={() => open()}>
      Connect a bank
    </button>
  );
}

function App() {
  const [shown, setShown] = useState(true);
  return (
    <main>
      <h1>A page that uses Link</h1>
      {shown && <Connect />}
      <button type="button" onClick={() => setShown(!shown)}>
        Mount or unmount
      </button>
    </main>
  );
}

const root = createRoot(document.getElementById("root"));
root.render(parameters.has("strict") ? <StrictMode><App /></StrictMode> : <App />);
