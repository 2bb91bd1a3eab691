/** Runs dependency-cruiser and fails when it read nothing: with an unsupported TypeScript it silently sees 0 modules. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const sources = readdirSync("src", { recursive: true }).filter((name) => /\.tsx?$/.test(String(name))).length;
const run = spawnSync(
  process.execPath,
  [
    "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
    "src",
    "--config",
    ".dependency-cruiser.cjs",
    "--output-type",
    "json",
  ],
  { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
);
if (!run.stdout) {
  console.error(run.stderr || "dependency-cruiser gave no answer.");
  process.exit(1);
}
const { modules, summary } = JSON.parse(run.stdout);
const own = modules.filter(({ source }) => source.startsWith("src/") && /\.tsx?$/.test(source)).length;
if (own < sources) {
  console.error(`dependency-cruiser read ${own} of ${sources} modules: check the TypeScript version.`);
  process.exit(1);
}
for (const violation of summary.violations) {
  console.error(`${violation.rule.name}: ${violation.from} -> ${violation.to}`);
}
console.log(`imports: ${own} modules, ${summary.violations.length} violations`);
process.exit(summary.error > 0 ? 1 : 0);
