/** The audit record's dotted words as sentences; a word from a newer server is shown as it is. */
import type { OwnDeed } from "@/shared/api/types";

const WORDS: Record<string, string> = {
  "user.signed_up": "You created your account",
  "user.password_changed": "You changed your password",
  "session.started": "You signed in",
  "session.ended": "You signed out",
  "session.ended_remotely": "You signed a device out",
  "session.ended_by_token_reuse": "A copied session was detected and ended",
  "factor.totp_added": "You set up an authenticator app",
  "factor.totp_removed": "You switched the authenticator app off",
  "factor.backup_codes_renewed": "You made new backup codes",
  "connection.linked": "You linked a bank",
  "connection.disconnected": "You disconnected a bank",
  "connection.relinked": "You linked a bank anew",
  "connection.purge_requested": "You had a bank and its history deleted",
  "account.sync_frequency_changed": "You changed how often an account is kept in step",
  "transaction.correction": "You corrected a transaction",
  "transaction.bulk": "You changed several transactions",
  "transaction.lesson": "You let the past follow a correction",
  "transaction.rule": "You applied a rule",
  "transaction.merchant": "You renamed or merged a merchant",
  "revision.reverted": "You took a change back",
  "rule.created": "You made a rule",
  "rule.changed": "You changed a rule",
  "rule.deleted": "You deleted a rule",
  "user.address_confirmed": "You confirmed your e-mail address",
  "user.address_changed": "You changed your e-mail address",
  "user.password_reset": "You reset your password",
  "user.profile_changed": "You changed your profile",
  "user.erasure_requested": "You asked to be erased",
  "user.signed_out_by_administrator": "An administrator signed you out",
  "factor.email_codes_added": "You switched codes by e-mail on",
  "factor.email_codes_removed": "You switched codes by e-mail off",
  "passkey.added": "You added a passkey",
  "passkey.renamed": "You renamed a passkey",
  "passkey.removed": "You removed a passkey",
  "identity.linked": "You linked an account elsewhere",
  "identity.unlinked": "You unlinked an account elsewhere",
  "token.created": "You made an access token",
  "token.revoked": "You revoked an access token",
  "client.created": "You made a client that signs",
  "client.rotated": "You gave a client a new secret",
  "client.revoked": "You revoked a client that signs",
  "consent.given": "You agreed to something",
  "consent.withdrawn": "You took an agreement back",
  "export.requested": "You asked for your data",
  "workspace.created": "You made a workspace",
  "workspace.renamed": "You renamed the workspace",
  "workspace.handed_over": "You handed the workspace over",
  "invitation.sent": "You invited someone",
  "invitation.revoked": "You took an invitation back",
  "invitation.accepted": "You joined the workspace",
  "invitation.declined": "You declined an invitation",
  "member.removed": "You removed a member",
  "member.left": "You left the workspace",
};

const MEANS: Record<string, string> = {
  passkey: "You signed in with a passkey",
  external: "You signed in by an account elsewhere",
  firebase: "You signed in by an account elsewhere",
  totp: "You signed in with password and app",
  email: "You signed in with password and e-mail",
  backup_code: "You signed in with a backup code",
};

export function wordsOf({ action, after }: Pick<OwnDeed, "action" | "after">): string {
  const means = action === "session.started" ? MEANS[String(after?.factor)] : undefined;
  return means ?? WORDS[action] ?? action.replace(/[._]/g, " ");
}

/** What one may look for, by the first words of actions. */
export const KINDS: readonly { id: string; label: string; kinds: readonly string[] }[] = [
  { id: "all", label: "Everything", kinds: [] },
  { id: "sign-ins", label: "Sign-ins", kinds: ["session"] },
  {
    id: "security",
    label: "Account and security",
    kinds: ["user", "factor", "passkey", "identity", "token", "client", "export", "consent"],
  },
  { id: "banks", label: "Banks and accounts", kinds: ["connection", "account"] },
  { id: "people", label: "Workspace and people", kinds: ["workspace", "invitation", "member"] },
];
