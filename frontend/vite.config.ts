import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const apiAddress = process.env.SALDO_API_URL ?? "http://127.0.0.1:8081";

export default defineConfig(({ mode }) => ({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // A plain `vite build` is a production build: the constant turns false and the bundler drops the code behind it.
  define: { __DEV_BYPASS__: JSON.stringify(mode !== "production") },
  build: { target: "es2023", manifest: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    proxy: { "/api": { target: apiAddress, ws: true } },
  },
  preview: { host: "127.0.0.1", port: 4173, strictPort: true },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    // What a test waits for has its own, shorter limit; this one also covers loading a page on a busy machine.
    testTimeout: 60_000,
    css: false,
  },
}));
