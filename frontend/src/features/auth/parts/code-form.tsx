/** The second step in: six digits of the authenticator app, or a backup code. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answerChallenge } from "@/features/auth/api";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

export function CodeForm({ challenge, onBack }: { challenge: string; onBack: () => void }) {
  const [code, setCode] = useState("");
  const entering = useMutation({ mutationFn: () => answerChallenge(challenge, code) });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim().length >= 6) entering.mutate();
      }}
    >
      <TextField
        label="Code"
        hint="Phone lost? A backup code works too."
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
