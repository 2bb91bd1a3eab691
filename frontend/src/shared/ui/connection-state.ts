/** A connection's state in a person's words, the same on every page. */
import type { Connection } from "@/shared/api/types";
import type { Tone } from "@/shared/ui/state";

export type ConnectionWords = {
  tone: Tone;
  label: string;
  sentence: string;
  needsPerson: boolean;
  /** Nothing can be fetched before a person has done something. */
  isStopped?: true;
};

const IMPORTING: ConnectionWords = {
  tone: "working",
  label: "Importing",
  sentence: "Your history is arriving. You can leave this page; it goes on.",
  needsPerson: false,
};
const HEALTHY: ConnectionWords = {
  tone: "good",
  label: "Up to date",
  sentence: "Everything is in step.",
  needsPerson: false,
};

const WORDS: Record<Connection["status"], ConnectionWords> = {
  importing: IMPORTING,
  healthy: HEALTHY,
  needs_login: {
    tone: "attention",
    label: "Sign in again",
    sentence: "Your bank wants you to sign in again.",
    needsPerson: true,
    isStopped: true,
  },
  pending_expiration: {
    tone: "attention",
    label: "Consent ends soon",
    sentence: "Your consent to read this bank ends soon. Renew it, and nothing stops.",
    needsPerson: true,
  },
  pending_disconnect: {
    tone: "attention",
    label: "Will be cut off",
    sentence: "Your bank will soon end this connection. Sign in again to keep it.",
    needsPerson: true,
  },
  rate_limited: {
    tone: "neutral",
    label: "Waiting",
    sentence: "Your bank asked us to wait a little. We go on by ourselves.",
    needsPerson: false,
  },
  degraded: {
    tone: "attention",
    label: "Delayed",
    sentence: "Your bank is slow to answer. We keep trying; there is nothing you need to do.",
    needsPerson: false,
  },
  revoked: {
    tone: "problem",
    label: "Access ended",
    sentence: "Your bank ended our access. Link it again to go on.",
    needsPerson: true,
    isStopped: true,
  },
  disconnected: {
    tone: "neutral",
    label: "Disconnected",
    sentence: "You disconnected this bank. What it sent before is kept.",
    needsPerson: false,
    isStopped: true,
  },
};

export function connectionWords(connection: Pick<Connection, "status" | "syncing">): ConnectionWords {
  const words = WORDS[connection.status];
  return connection.syncing && connection.status === "healthy"
    ? { ...words, tone: "working", label: "Updating" }
    : words;
}
