/** The door in. */
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import * as z from "zod/mini";
import { signIn } from "@/features/auth/api";
import { AuthFrame } from "@/features/auth/parts/auth-frame";
import { CodeForm } from "@/features/auth/parts/code-form";
import { OtherWays } from "@/features/auth/parts/other-ways";
import { configQuery } from "@/shared/api/queries";
import type { Challenge } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

// In a production build the constant is false, so neither this import nor its chunk exists.
const BypassButton = __DEV_BYPASS__
  ? lazy(async () => ({ default: (await import("@/features/auth/parts/bypass-button")).BypassButton }))
  : null;

const shape = z.object({
  email: z.email("Write the e-mail address you signed up with."),
  password: z.string().check(z.minLength(1, "Write your password.")),
});
type Fields = z.infer<typeof shape>;

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const search = route.useSearch();
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  if (challenge !== null) {
    return (
      <AuthFrame title="One more step" subtitle="Your password was right. Now the code of your second step.">
        <CodeForm challenge={challenge} onBack={() => setChallenge(null)} />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      title="Welcome back"
      subtitle={
        <>
          New here?{" "}
          <Link
            to="/sign-up"
            search={search}
            className="font-medium text-accent underline underline-offset-4"
          >
            Create an account
          </Link>
        </>
      }
    >
      <SignInForm onChallenge={setChallenge} />
      <OtherWays next={search.next} />
      <Bypass />
    </AuthFrame>
  );
}

function SignInForm({ onChallenge }: { onChallenge: (challenge: Challenge) => void }) {
  const { control, handleSubmit } = useForm<Fields>({
    resolver: zodResolver(shape),
    defaultValues: { email: "", password: "" },
  });
  const entering = useMutation({
    mutationFn: ({ email, password }: Fields) => signIn(email, password),
    onSuccess: (challenge) => challenge !== null && onChallenge(challenge),
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={handleSubmit((fields) => entering.mutate(fields))}
    >
      <Controller
        control={control}
        name="email"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextField
            {...field}
            inputRef={ref}
            label="E-mail"
            type="email"
            autoComplete="username webauthn"
            autoFocus
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={control}
        name="password"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextField
            {...field}
            inputRef={ref}
            label="Password"
            type="password"
            autoComplete="current-password"
            error={fieldState.error?.message}
          />
        )}
      />
      <FormError error={entering.error} />
      <Button type="submit" kind="primary" size="large" isPending={entering.isPending}>
        {entering.isPending ? "Signing in" : "Sign in"}
      </Button>
      <ForgottenLink />
    </form>
  );
}

/** Only where letters can be sent: a way back in that leads nowhere would be worse than none. */
function ForgottenLink() {
  const { data: config } = useQuery(configQuery);
  if (config === undefined || config.mail === "none") return null;
  return (
    <Link to="/forgotten-password" className="self-center text-13 text-ink-2 underline underline-offset-4">
      Forgot your password?
    </Link>
  );
}

function Bypass() {
  const { data: config } = useQuery(configQuery);
  if (BypassButton === null || config?.dev_bypass !== true) return null;
  return (
    <Suspense>
      <BypassButton />
    </Suspense>
  );
}
