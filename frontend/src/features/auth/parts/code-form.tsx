/** The second step in: a code of the authenticator app or of a letter, or a backup code. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answerChallenge, sendCode } from "@/features/auth/api";
import { OutboxHint } from "@/features/auth/parts/outbox-hint";
import type { Challenge } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

type CodeFormProps = { challenge: Challenge; onBack: () => void; onEntered?: () => void };

export function CodeForm({ challenge: { challenge, factors }, onBack, onEntered }: CodeFormProps) {
  const [code, setCode] = useState("");
  const entering = useMutation({
    mutationFn: () => answerChallenge(challenge, code),
    onSuccess: () => onEntered?.(),
  });
  const hint = factors.includes("totp")
    ? "Phone lost? A backup code works too."
    : "Six digits. They are good for ten minutes.";
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim().length >= 6) entering.mutate();
      }}
    >
      {factors.includes("email") ? <CodeByMail challenge={challenge} /> : null}
      <TextField
        label="Code"
        hint={hint}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        autoFocus
      />
      <FormError error={entering.error} />
      <Button type="submit" kind="primary" size="large" isPending={entering.isPending}>
        {entering.isPending ? "Checking the code" : "Continue"}
      </Button>
      <Button kind="quiet" onPress={onBack}>
        Back to the password
      </Button>
    </form>
  );
}

/** A press and not by itself: whoever has the app at hand wants no letter. */
function CodeByMail({ challenge }: { challenge: string }) {
  const sending = useMutation({ mutationFn: () => sendCode(challenge) });
  return (
    <div>
      <Button className="w-full" isPending={sending.isPending} onPress={() => sending.mutate()}>
        {sending.isSuccess ? "Send another code" : "Send a code to my e-mail address"}
      </Button>
      {sending.isSuccess ? (
        <p role="status" className="mt-2 text-13 text-ink-2">
          A code is on its way.
        </p>
      ) : null}
      {sending.isSuccess ? <OutboxHint /> : null}
      <FormError error={sending.error} />
    </div>
  );
}
