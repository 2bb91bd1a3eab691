/** A device that keeps passkeys: jsdom has none, so this one stands where the browser's would. */
import { onTestFinished, vi } from "vitest";

class PublicKeyCredentialOfTests {
  static parseCreationOptionsFromJSON = (options: unknown) => options;
  static parseRequestOptionsFromJSON = (options: unknown) => options;
  static isConditionalMediationAvailable = async () => false;
  toJSON = () => ({ id: "key", rawId: "key", type: "public-key" });
}

/** Give the browser of a test a device; it says yes, or it is left waiting and then gone. */
export function haveDevice(isWilling = true): void {
  const say = async () => {
    if (isWilling) return new PublicKeyCredentialOfTests();
    throw new DOMException("The person said no.", "NotAllowedError");
  };
  vi.stubGlobal("PublicKeyCredential", PublicKeyCredentialOfTests);
  vi.stubGlobal("navigator", Object.assign(navigator, { credentials: { create: say, get: say } }));
  onTestFinished(() => void vi.unstubAllGlobals());
}

const OPTIONS = { challenge: "Y2hhbGxlbmdl", timeout: 60_000 };
export const REQUEST = {
  handle: "h".repeat(32),
  options: { ...OPTIONS, rpId: "localhost", userVerification: "required", allowCredentials: [] },
};
export const CREATION = {
  handle: "",
  options: {
    ...OPTIONS,
    rp: { name: "Saldo", id: "localhost" },
    user: { id: "dTE", name: "ana@example.com", displayName: "Ana" },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }],
    attestation: "none",
    excludeCredentials: [],
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  },
};
