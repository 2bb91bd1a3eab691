/** The audit record's dotted words as sentences; a word from a newer server is shown as it is. */
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
  "transaction.categorised": "You chose a category",
};

export function wordsOf(action: string): string {
  return WORDS[action] ?? action.replace(/[._]/g, " ");
}
