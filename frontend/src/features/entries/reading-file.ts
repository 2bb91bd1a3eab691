/** Reads a bank's file as text: most are UTF-8, older ones Windows' Latin. */

/** What the server takes, in characters. */
export const MOST_CHARACTERS = 700_000;

export function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Why a text cannot be sent, in words; null when it can. */
export function complaintOf(text: string): string | null {
  if (text.trim() === "") return "This file is empty.";
  if (text.length > MOST_CHARACTERS) return "This file is too large: cut it into years.";
  return null;
}
