/** Signing up, in and out. */
import { api, succeed, unwrap } from "@/shared/api/client";
import { beginSession, endSession } from "@/shared/api/session";

export async function signIn(email: string, password: string): Promise<void> {
  const session = await unwrap(api.POST("/api/auth/sign-in", { body: { email, password } }));
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
