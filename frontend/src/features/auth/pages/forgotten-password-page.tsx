/** The way back in: a link by e-mail. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { askForReset } from "@/features/auth/api";
import { AuthFrame } from "@/features/auth/parts/auth-frame";
import { OutboxHint } from "@/features/auth/parts/outbox-hint";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

export function ForgottenPasswordPage() {
  const [email, setEmail] = useState("");
  const asking = useMutation({ mutationFn: () => askForReset(email.trim()) });
  const back = (
    <Link to="/sign-in" className="font-medium text-accent underline underline-offset-4">
      Back to signing in
    </Link>
  );
  if (asking.isSuccess) {
    return (
      <AuthFrame title="Look into your mail" subtitle={back}>
        <p className="text-pretty">
          If {email.trim()} belongs to an account here, a link is on its way. It is good for half an hour.
        </p>
        <OutboxHint />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Forgot your password?" subtitle={back}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (email.trim() !== "") asking.mutate();
        }}
      >
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          hint="We write a link to this address."
          value={email}
          onChange={setEmail}
          autoFocus
        />
        <FormError error={asking.error} />
        <Button type="submit" kind="primary" size="large" isPending={asking.isPending}>
          Send the link
        </Button>
      </form>
    </AuthFrame>
  );
}
