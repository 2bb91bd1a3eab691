/** Where a letter's link leads: choose a new password. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { resetPassword, tokenOfLink } from "@/features/auth/api";
import { AuthFrame } from "@/features/auth/parts/auth-frame";
import { hasCode } from "@/shared/api/problem";
import { Button, buttonClass } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

const SHORTEST = 12;

export function ResetPasswordPage() {
  const [password, setPassword] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const resetting = useMutation({ mutationFn: () => resetPassword(tokenOfLink(), password) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (password.length >= SHORTEST) resetting.mutate();
  };
  if (resetting.isSuccess) {
    return (
      <AuthFrame title="Your password is changed" subtitle="Every device was signed out.">
        <Link to="/sign-in" className={buttonClass("primary", "large")}>
          Sign in
        </Link>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Choose a new password" subtitle="Every device will be signed out.">
      <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. A short sentence is easy to remember."
          value={password}
          onChange={setPassword}
          error={wasTried && password.length < SHORTEST ? "Use at least 12 characters." : undefined}
          autoFocus
        />
        <FormError error={resetting.error} />
        {hasCode(resetting.error, "link_over") ? (
          <Link to="/forgotten-password" className="text-accent underline underline-offset-4">
            Ask for a new link
          </Link>
        ) : null}
        <Button type="submit" kind="primary" size="large" isPending={resetting.isPending}>
          Change password
        </Button>
      </form>
    </AuthFrame>
  );
}
