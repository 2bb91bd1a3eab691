/** The first visit: a name, an address, a long password. */
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type Control, Controller, useForm } from "react-hook-form";
import * as z from "zod/mini";
import { signUp } from "@/features/auth/api";
import { AuthFrame } from "@/features/auth/parts/auth-frame";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

const shape = z.object({
  name: z.string().check(z.maxLength(100, "Use at most 100 characters.")),
  email: z.email("Write an e-mail address, like ana@example.com."),
  password: z
    .string()
    .check(z.minLength(12, "Use at least 12 characters."), z.maxLength(128, "Use at most 128 characters.")),
});
type Fields = z.infer<typeof shape>;

const route = getRouteApi("/sign-up");

export function SignUpPage() {
  const search = route.useSearch();
  return (
    <AuthFrame
      title="Create your account"
      subtitle={
        <>
          Already have one?{" "}
          <Link
            to="/sign-in"
            search={search}
            className="font-medium text-accent underline underline-offset-4"
          >
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm />
    </AuthFrame>
  );
}

function SignUpForm() {
  const { control, handleSubmit } = useForm<Fields>({
    resolver: zodResolver(shape),
    defaultValues: { name: "", email: "", password: "" },
  });
  const creating = useMutation({
    mutationFn: ({ name, email, password }: Fields) => signUp(name.trim(), email, password),
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={handleSubmit((fields) => creating.mutate(fields))}
    >
      <FormField
        control={control}
        name="name"
        label="Your name"
        hint="Shown in the corner. You can leave it out."
        autoComplete="name"
        autoFocus
      />
      <FormField control={control} name="email" label="E-mail" type="email" autoComplete="username" />
      <FormField
        control={control}
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. A short sentence is easy to remember."
      />
      <FormError error={creating.error} />
      <Button type="submit" kind="primary" size="large" isPending={creating.isPending}>
        {creating.isPending ? "Creating your account" : "Create account"}
      </Button>
    </form>
  );
}

type FormFieldProps = {
  control: Control<Fields>;
  name: keyof Fields;
  label: string;
  type?: "email" | "password";
  hint?: string;
  autoComplete: string;
  autoFocus?: boolean;
};

function FormField({ control, name, ...props }: FormFieldProps) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { ref, ...field }, fieldState }) => (
        <TextField {...props} {...field} inputRef={ref} error={fieldState.error?.message} />
      )}
    />
  );
}
