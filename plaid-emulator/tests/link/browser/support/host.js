// Serves the page of host/page.jsx on an origin of its own, with the script tags of the offline recipe.

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const CDN_SCRIPT = "https://cdn.plaid.com/link/v2/stable/link-initialize.js";

function html(emulator, url) {
  const query = url.includes("live") ? "?events=live" : "";
  const script = /strict|return/.test(url) ? "/strict.js" : "/page.js";
  // The inert tag makes react-plaid-link believe that the CDN's script is loaded; the browser never fetches it.
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Host</title>
<link rel="icon" href="data:,">
<script src="${emulator}/link/v2/stable/link-initialize.js${query}"></script>
<script type="text/plain" src="${CDN_SCRIPT}"></script>
</head>
<body><div id="root"></div><script type="module" src="${script}"></script></body>
</html>`;
}

function headers(emulator, type) {
  const policy = `default-src 'none'; script-src 'self' ${emulator}; frame-src ${emulator}; connect-src ${emulator}; img-src data:; style-src 'self'`;
  return { "Content-Type": type, "Content-Security-Policy": policy, "Cache-Control": "no-store" };
}

/** Listen on a free port below those that the system hands out for connections. */
function listen(server) {
  const attempt = () => server.listen(20_000 + Math.floor(Math.random() * 12_000), "127.0.0.1");
  return new Promise((resolve) => {
    server.on("listening", resolve);
    server.on("error", attempt);
    attempt();
  });
}

/** Bundle the page; only development React mounts twice under StrictMode, and it is slow to read. */
async function bundle(mode) {
  const built = await build({
    entryPoints: [fileURLToPath(new URL("../host/page.jsx", import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
  });
  return built.outputFiles[0].text;
}

/** Start the page's server; answers its address and a function that stops it. */
export async function startHost(emulator) {
  const scripts = { "/strict.js": await bundle("development"), "/page.js": await bundle("production") };
  const server = createServer(({ url }, response) => {
    const script = scripts[url];
    response.writeHead(200, headers(emulator, script ? "text/javascript" : "text/html"));
    response.end(script ?? html(emulator, url));
  });
  await listen(server);
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, stop };
}
