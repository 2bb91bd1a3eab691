/** Passkeys in this browser: whether they can be used at this address, making one, showing one. */
import * as z from "zod/mini";
import { api, unwrap } from "@/shared/api/client";
import { ApiProblem } from "@/shared/api/problem";

export type PasskeyStanding = "ready" | "elsewhere" | "missing";

const NUMBER_OF_THIS_MACHINE = "127.0.0.1";

/** Browsers keep passkeys for names, never for numbers: on 127.0.0.1 they are "elsewhere", at localhost. */
export function passkeyStanding(): PasskeyStanding {
  if (window.location.hostname === NUMBER_OF_THIS_MACHINE) return "elsewhere";
  const canParse =
    typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;
  return canParse ? "ready" : "missing";
}

/** This page at the address that has a name. */
export function namedAddress(): string {
  return window.location.href.replace(NUMBER_OF_THIS_MACHINE, "localhost");
}

const described = z.object({ type: z.literal("public-key"), id: z.string() });
const demand = z.enum(["required", "preferred", "discouraged"]);
const creationShape = z.object({
  challenge: z.string(),
  rp: z.object({ name: z.string(), id: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.number() })),
  timeout: z.number(),
  attestation: z.string(),
  excludeCredentials: z.array(described),
  authenticatorSelection: z.object({ residentKey: demand, userVerification: demand }),
});
const requestShape = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.number(),
  userVerification: demand,
  allowCredentials: z.array(described),
});
const answerShape = z.record(z.string(), z.unknown());
export type Credential = z.infer<typeof answerShape>;

/** Have the browser make a key. */
export async function makePasskey(options: unknown): Promise<Credential> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(z.parse(creationShape, options));
  return answerOf(await navigator.credentials.create({ publicKey }).catch(inWords));
}

export type Shown = { handle: string; credential: Credential };
type Showing = { mediation?: CredentialMediationRequirement; signal?: AbortSignal };

/** Have the browser show any key it has for Saldo. */
export async function showPasskey({ mediation, signal }: Showing = {}): Promise<Shown> {
  const { handle, options } = await unwrap(api.POST("/api/auth/passkey/options"));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(z.parse(requestShape, options));
  const asked = { publicKey, ...(mediation && { mediation }), ...(signal && { signal }) };
  return { handle, credential: answerOf(await navigator.credentials.get(asked).catch(inWords)) };
}

function answerOf(credential: globalThis.Credential | null): Credential {
  if (!(credential instanceof PublicKeyCredential)) throw refusal("The browser showed no passkey.");
  return z.parse(answerShape, credential.toJSON());
}

function inWords(error: unknown): never {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "InvalidStateError") throw refusal("This device has a passkey for your account already.");
  if (name === "SecurityError") throw refusal("Passkeys do not work at this address.");
  throw refusal("No passkey was used. Try again, or go on another way.");
}

function refusal(detail: string): ApiProblem {
  const title = "The passkey was not used";
  return new ApiProblem({ status: 0, code: "passkey_unused", title, detail, requestId: null, fields: [] });
}
