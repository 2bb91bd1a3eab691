/** Signing up, in and out. */
import { api, succeed, unwrap } from "@/shared/api/client";
import { type Shown, showPasskey } from "@/shared/api/passkeys";
import { beginSession, endSession } from "@/shared/api/session";
import { depart, type Journey, type Provider } from "@/shared/api/travelling";
import type { Challenge, Session } from "@/shared/api/types";

/** Enter, or receive the challenge that a code of the second factor answers. */
export async function signIn(email: string, password: string): Promise<Challenge | null> {
  return enter(await unwrap(api.POST("/api/auth/sign-in", { body: { email, password } })));
}

function enter(answer: Session | Challenge): Challenge | null {
  if ("challenge" in answer) return answer;
  beginSession(answer.access_token);
  return null;
}

export async function answerChallenge(challenge: string, code: string): Promise<void> {
  const session = await unwrap(api.POST("/api/auth/second-factor", { body: { challenge, code } }));
  beginSession(session.access_token);
}

/** Have a code written to the address of whoever is being challenged. */
export function sendCode(challenge: string): Promise<void> {
  return succeed(api.POST("/api/auth/second-factor/email", { body: { challenge } }));
}

/** Enter with a passkey: one that the browser has shown, or the one it shows now. */
export async function signInByPasskey(shown?: Shown): Promise<void> {
  const body = shown ?? (await showPasskey());
  enter(await unwrap(api.POST("/api/auth/passkey", { body })));
}

/** Leave for another issuer, to come back to `/sign-in/external`. */
export async function signInElsewhere({ name, label }: Provider, next: string | undefined): Promise<void> {
  const { authorization_url } = await unwrap(
    api.POST("/api/auth/external/{name}/start", { params: { path: { name } } }),
  );
  depart({ purpose: "sign-in", label, ...(next === undefined ? {} : { next }) }, authorization_url);
}

/** Back from another issuer: enter, or have its account linked with the one that is signed in. */
export async function arrive(journey: Journey, code: string, state: string): Promise<Challenge | null> {
  const body = { code, state };
  if (journey.purpose === "sign-in") {
    return enter(await unwrap(api.POST("/api/auth/external/finish", { body })));
  }
  await unwrap(api.POST("/api/security/identities/finish", { body }));
  return null;
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
