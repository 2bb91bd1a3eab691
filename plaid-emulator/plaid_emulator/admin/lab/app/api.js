// The admin door, as the page uses it: every button is one of its requests.

export class Refusal extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/__admin${path}`, { credentials: "omit", cache: "no-store", ...options });
  } catch {
    throw new Refusal("The emulator does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(explain(answer.detail) ?? `The emulator answered ${response.status}.`);
  return answer;
}

/** A refusal is a sentence, or a list of what is wrong with which field. */
function explain(detail) {
  if (!Array.isArray(detail)) return detail;
  return detail.map(({ loc, msg }) => `${loc.slice(1).join(".")}: ${msg}`).join("; ");
}

export const get = (path) => ask(path);

export const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}) });

export const act = (name, details = {}) => post("/actions", { do: name, ...details });
