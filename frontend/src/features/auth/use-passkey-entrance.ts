/** Entering by passkey: at a press, or from the list the browser opens under the e-mail field. */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { signInByPasskey } from "@/features/auth/api";
import { passkeyStanding, type Shown, showPasskey } from "@/shared/api/passkeys";

// The server's question is good for five minutes; the page may stay open longer.
const ASK_AGAIN_MS = 4 * 60_000;

export function usePasskeyEntrance() {
  const [round, setRound] = useState(0);
  const [isPressed, setPressed] = useState(false);
  const entering = useMutation({ mutationFn: (shown?: Shown) => signInByPasskey(shown) });
  const { mutate, isPending } = entering;
  useEffect(() => {
    // A browser answers one question at a time: the list gives way to the button.
    if (passkeyStanding() !== "ready" || isPressed) return;
    const leaving = new AbortController();
    const timer = setTimeout(() => setRound(round + 1), ASK_AGAIN_MS);
    // Refused or left: the other ways in are on the page, so there is nothing to say.
    offerInList(leaving.signal).then(
      (shown) => shown !== null && mutate(shown),
      () => undefined,
    );
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [round, isPressed, mutate]);
  useEffect(() => {
    if (isPressed) mutate(undefined, { onSettled: () => setPressed(false) });
  }, [isPressed, mutate]);
  return { error: entering.error, isPending, press: () => setPressed(true) };
}

async function offerInList(signal: AbortSignal): Promise<Shown | null> {
  const isListed = await PublicKeyCredential.isConditionalMediationAvailable?.();
  return isListed && !signal.aborted ? showPasskey({ mediation: "conditional", signal }) : null;
}
