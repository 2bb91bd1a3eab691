/** Imports point down: app > features > shared, and features stay apart. */
module.exports = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "shared-is-the-floor",
      severity: "error",
      from: { path: "^src/shared", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^src/(app|features|testing)" },
    },
    {
      name: "features-below-app",
      severity: "error",
      from: { path: "^src/features" },
      to: { path: "^src/app" },
    },
    {
      name: "features-apart",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/$1/" },
    },
    {
      name: "no-test-code-in-the-app",
      severity: "error",
      from: { path: "^src", pathNot: "(^src/testing|\\.test\\.tsx?$)" },
      to: { path: "^src/testing" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^virtual:" } },
    {
      name: "no-dev-packages-in-the-app",
      severity: "error",
      from: { path: "^src", pathNot: "(^src/testing|\\.test\\.tsx?$)" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "@types" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
