// How amounts, moments and states are written.

export function money(amount, currency) {
  // Plaid counts money out as positive; people write it with a minus.
  const sign = amount > 0 ? "−" : "+";
  return `${amount === 0 ? "" : sign}${plain(Math.abs(amount), currency)}`;
}

export function plain(amount, currency) {
  if (amount === null || amount === undefined) return "–";
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency: currency ?? "USD" }).format(amount);
  } catch {
    return `${amount} ${currency ?? ""}`.trim();
  }
}

const MOMENT = new Intl.DateTimeFormat(undefined, {
  weekday: "short", day: "numeric", month: "short", year: "numeric",
  hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "UTC", hourCycle: "h23",
});
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
const TIME = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "UTC", hourCycle: "h23",
});

const INSTANT = new Intl.DateTimeFormat(undefined, {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "UTC", hourCycle: "h23",
});

export const instant = (text) => INSTANT.format(new Date(text));
export const moment = (milliseconds) => MOMENT.format(milliseconds);
export const day = (date) => DAY.format(new Date(`${date}T00:00:00Z`));
export const time = (seconds) => TIME.format(seconds * 1000);

const STATES = {
  NOT_READY: ["First load", "attention"],
  INITIAL_UPDATE_COMPLETE: ["Loading history", "attention"],
  HISTORICAL_UPDATE_COMPLETE: ["Healthy", "good"],
};

export function itemState(item) {
  if (item.error_code === "ITEM_LOGIN_REQUIRED") return ["Needs login", "problem"];
  if (item.error_code) return ["Broken", "problem"];
  return STATES[item.status] ?? [item.status, "plain"];
}

/** A code as words: add_transactions -> add transactions. */
export const words = (code) => code.replaceAll("_", " ");

/** The same where a line begins with it: Add transactions. */
export const title = (code) => `${code.charAt(0).toUpperCase()}${words(code).slice(1)}`;

const NUMBER = new Intl.NumberFormat();

export const number = (value) => NUMBER.format(value);

/** What to say of a webhook: without an address nobody hears of anything. */
export function heard(item, sent) {
  return item?.webhook ? sent : "It has no webhook address, so nobody was told";
}
