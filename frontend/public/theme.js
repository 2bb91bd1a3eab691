// Runs before the first paint, outside the bundle: the CSP allows no inline script, and a theme set later would flash.
(() => {
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem("saldo.preferences") ?? "{}");
  } catch {
    // Storage is blocked or damaged: the system's theme is the right answer.
  }
  const dark =
    stored.theme === "dark" ||
    (stored.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.dataset.density = stored.density === "compact" ? "compact" : "comfortable";
})();
