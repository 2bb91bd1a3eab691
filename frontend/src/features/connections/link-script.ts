/** Link's browser script: Plaid's own from its CDN, or the offline bank's in its place. */

const CDN_SCRIPT = "https://cdn.plaid.com/link/v2/stable/link-initialize.js";
const loading = new Map<string, Promise<void>>();

/** Resolves when react-plaid-link may be mounted. Rejects when the script does not load; a later call tries again. */
export function loadLinkScript(url: string): Promise<void> {
  // react-plaid-link knows only the CDN's address and loads that by itself.
  if (url === CDN_SCRIPT) return Promise.resolve();
  const known = loading.get(url);
  if (known !== undefined) return known;
  const attempt = appendScript(url).then(appendStandIn);
  loading.set(url, attempt);
  attempt.catch(() => loading.delete(url));
  return attempt;
}

function appendScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => {
      script.remove();
      reject(new Error("Link's script did not load."));
    });
    document.head.append(script);
  });
}

// An inert tag with the CDN's address: react-plaid-link finds it, takes the script for loaded, and fetches nothing.
function appendStandIn(): void {
  if (document.querySelector(`script[src="${CDN_SCRIPT}"]`) !== null) return;
  const standIn = document.createElement("script");
  standIn.type = "text/plain";
  standIn.src = CDN_SCRIPT;
  document.head.append(standIn);
}
