/**
 * Saldo behind a front end of your own that signs people in with Firebase.
 *
 *   import { getAuth, signInWithPopup, GoogleAuthProvider } from "firebase/auth";
 *   const { user } = await signInWithPopup(getAuth(), new GoogleAuthProvider());
 *   let session = await signIn(SALDO, await user.getIdToken(), askPersonForCode);
 *   const accounts = await get(SALDO, session, "/api/accounts");
 *   session = await renew(SALDO, session); // before session.expires_in seconds have passed
 */

/** Change Firebase's word for a session of Saldo; `askForCode` is called when a second factor is set up. */
export async function signIn(saldo, idToken, askForCode) {
  const answer = await post(saldo, "/api/auth/external/firebase", { id_token: idToken });
  if (answer.challenge === undefined) return answer;
  const code = await askForCode(answer.factors);
  return post(saldo, "/api/auth/second-factor", { challenge: answer.challenge, code });
}

/** Go on: the refresh token works once, and its successor is in the answer. */
export function renew(saldo, session) {
  return post(saldo, "/api/auth/refresh", { refresh_token: session.refresh_token });
}

export async function get(saldo, session, path) {
  return read(await fetch(saldo + path, { headers: { Authorization: `Bearer ${session.access_token}` } }));
}

async function post(saldo, path, body) {
  // Without the header the refresh token would be a cookie, which only Saldo's own page may send.
  const headers = { "Content-Type": "application/json", "X-Token-Delivery": "body" };
  return read(await fetch(saldo + path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function read(answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${body.code}: ${body.title}`);
  return body;
}
