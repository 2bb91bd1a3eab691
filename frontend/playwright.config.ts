import { defineConfig } from "@playwright/test";

/** The journeys run against a whole Saldo that `./scripts/dev.sh test` starts; see scripts/saldo_dev/browser.py. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  // The machine is small, and the journeys measure how fast the page follows the bank.
  workers: 1,
  fullyParallel: false,
  // A shared machine may stand still for seconds: what passes at the second go is printed as flaky.
  retries: process.env.CI === "true" ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI === "true",
  reporter: [["list"]],
  use: {
    baseURL: process.env.SALDO_E2E_URL ?? "http://127.0.0.1:8080",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.SALDO_CHROMIUM || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
