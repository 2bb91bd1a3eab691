/**
 * Takes pictures of pages with a made-up household, under the production CSP: `node scripts/look.mjs OUT [PATH...]`.
 * Needs a build (`npm run build:development`). Console errors are printed, so a CSP refusal does not go unseen.
 */
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { createServer, preview } from "vite";

const [out = "test-results/look", ...paths] = process.argv.slice(2);
const PAGES = paths.length > 0 ? paths : ["/", "/sign-in"];
const SIZES = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];
const THEMES = ["light", "dark"];
const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' ws://127.0.0.1:*",
  "frame-ancestors 'none'",
].join("; ");

const empty = process.env.LOOK_EMPTY === "1";
const loader = await createServer({ server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
const house = await loader.ssrLoadModule("/src/testing/household.ts");
const make = await loader.ssrLoadModule("/src/testing/factories.ts");
const server = await preview({
  preview: { port: 4199, headers: { "Content-Security-Policy": CSP } },
  logLevel: "error",
});
const origin = "http://127.0.0.1:4199";

const answers = {
  "GET /api/config": make.aConfig({ dev_bypass: true }),
  "GET /api/auth/me": make.aMe(),
  "POST /api/auth/refresh": { access_token: "t", token_type: "Bearer", expires_in: 300, refresh_token: null },
  "GET /api/accounts": { data: empty ? [] : house.accounts },
  "GET /api/accounts/connection-status": {
    enabled: true,
    environment: "sandbox",
    connections: empty ? [] : house.connections,
  },
  "GET /api/transactions": {
    data: empty ? [] : house.transactions,
    pagination: { next_cursor: null, limit: 50 },
  },
  "GET /api/categories": { data: house.categories ?? [] },
  "GET /api/insights/dashboard": empty ? { ...house.dashboard, currencies: [] } : house.dashboard,
  "GET /api/events": { data: [], last_sequence: 0 },
  "POST /api/events/ticket": { ticket: "ticket", expires_at: new Date().toISOString() },
  ...house.extraAnswers,
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
mkdirSync(out, { recursive: true });

for (const theme of THEMES) {
  for (const size of SIZES) {
    const context = await browser.newContext({
      viewport: size,
      colorScheme: theme,
      locale: "en-US",
      reducedMotion: "reduce",
    });
    await context.addInitScript(
      (signedIn) => signedIn && localStorage.setItem("saldo.was-signed-in", "yes"),
      true,
    );
    await context.route("**/api/**", (route) => {
      const request = route.request();
      const path = new URL(request.url()).pathname;
      const signedOut = path === "/api/auth/refresh" && request.headers()["x-look"] === "out";
      const answer = signedOut ? undefined : answers[`${request.method()} ${path}`];
      return answer === undefined
        ? route.fulfill({
            status: 404,
            json: {
              title: "Not found",
              status: 404,
              detail: "Nothing here.",
              code: "not_found",
              request_id: "req_look",
            },
          })
        : route.fulfill({ json: answer });
    });
    await context.routeWebSocket("**/api/events/live", (socket) => {
      socket.onMessage(() => socket.send(JSON.stringify({ type: "welcome", sequence: 0 })));
    });
    const page = await context.newPage();
    page.on(
      "console",
      (message) => message.type() === "error" && console.log(`[${theme} ${size.width}]`, message.text()),
    );
    page.on("pageerror", (error) => console.log(`[${theme} ${size.width}]`, error.message));
    for (const path of PAGES) {
      if (path.startsWith("/sign")) await context.setExtraHTTPHeaders({ "x-look": "out" });
      if (path.startsWith("/sign"))
        await context.addInitScript(() => localStorage.removeItem("saldo.was-signed-in"));
      await page.goto(origin + path);
      await page.waitForLoadState("networkidle");
      await page.evaluate(() => document.fonts.ready);
      const name = path === "/" ? "dashboard" : path.slice(1).replaceAll(/[/?=&]/g, "-");
      const file = `${out}/${name}-${size.width}-${theme}.png`;
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
    }
    await context.close();
  }
}
await browser.close();
await server.close();
await loader.close();
