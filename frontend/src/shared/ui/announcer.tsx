/** One polite live region for the whole app: what changed, in a sentence, for those who do not see the glow. */
import { useSyncExternalStore } from "react";

const KEPT_MS = 10_000;

let message = "";
let clearing: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(text: string): void {
  message = text;
  for (const listener of listeners) listener();
}

/** Say a sentence once. It is taken away again, so that nobody later finds an old figure in the page. */
export function announce(text: string): void {
  clearTimeout(clearing);
  // The same sentence twice would be silent: a trailing space makes it new to screen readers.
  show(text === message ? `${text}\u00a0` : text);
  clearing = setTimeout(() => show(""), KEPT_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => message);
  return (
    <div aria-live="polite" aria-atomic className="sr-only">
      {text}
    </div>
  );
}
