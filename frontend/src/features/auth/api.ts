/** Signing up, in and out. */
import { api, succeed, unwrap } from "@/shared/api/client";
import { beginSession, endSession } from "@/shared/api/session";

/** Enter, or receive the challenge that a code of the second factor answers. */
export async function signIn(email: string, password: string): Promise<string | null> {
  const answer = await unwrap(api.POST("/api/auth/sign-in", { body: { email, password } }));
  if ("challenge" in answer) return answer.challenge;
  beginSession(answer.access_token);
  return null;
}

export async function answerChallenge(challenge: string, code: string): Promise<void> {
  const session = await unwrap(api.POST("/api/auth/second-factor", { body: { challenge, code } }));
  beginSession(session.access_token);
}

export async function signUp(name: string, email: string, password: string): Promise<void> {
  const display_name = name === "" ? null : name;
  const session = await unwrap(api.POST("/api/auth/sign-up", { body: { email, password, display_name } }));
  beginSession(session.access_token);
}

/** Leave, even when the server cannot be told: the person has asked to be out of this screen. */
export async function signOut(): Promise<void> {
  await succeed(api.POST("/api/auth/sign-out")).catch(() => undefined);
  endSession();
}

/** Have a link written to an address; the answer is the same whether or not someone has it. */
export function askForReset(email: string): Promise<void> {
  return succeed(api.POST("/api/auth/forgotten-password", { body: { email } }));
}

export function resetPassword(token: string, new_password: string): Promise<void> {
  return succeed(api.POST("/api/auth/reset-password", { body: { token, new_password } }));
}

export function confirmAddress(token: string): Promise<void> {
  return succeed(api.POST("/api/auth/confirm-address", { body: { token } }));
}

/** The token of a letter's link: behind the #, so that no server and no log ever sees it. */
export function tokenOfLink(): string {
  return window.location.hash.slice(1);
}
