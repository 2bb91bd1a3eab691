/** Looks at a production build: no development code in it, and an entry small enough (performance W1). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT = 150_000;
const FORBIDDEN = ["dev-mock-token", "dev-bypass", "Enter as a developer"];
const dist = process.argv[2] ?? "dist";

const scripts = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".js"));
const faults = scripts.flatMap((name) => {
  const text = readFileSync(join(dist, "assets", name), "utf8");
  return FORBIDDEN.filter((word) => text.includes(word)).map((word) => `${name} contains "${word}"`);
});

const manifest = JSON.parse(readFileSync(join(dist, ".vite", "manifest.json"), "utf8"));
const entry = Object.values(manifest).find(({ isEntry }) => isEntry);

/** Everything the browser needs before the first line of ours runs. */
function filesOf(chunk, seen = new Set()) {
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const name of chunk.imports ?? []) filesOf(manifest[name], seen);
  return seen;
}

const files = [...filesOf(entry)];
const bytes = files.reduce(
  (total, file) => total + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length,
  0,
);
console.log(`entry: ${files.length} files, ${(bytes / 1000).toFixed(1)} kB gzip (limit ${LIMIT / 1000} kB)`);
if (bytes > LIMIT) faults.push(`the entry is ${bytes - LIMIT} bytes over its limit`);

for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
