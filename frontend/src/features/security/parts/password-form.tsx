/** A new password; every other device is signed out with the old one. */
import { type FormEvent, useState } from "react";
import { useChangePassword } from "@/features/security/api";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { notify } from "@/shared/ui/toast";

const SHORTEST = 12;

export function PasswordForm() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const change = useChangePassword();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (current === "" || next.length < SHORTEST) return;
    change.mutate(
      { current_password: current, new_password: next },
      {
        onSuccess: () => {
          setCurrent("");
          setNext("");
          setWasTried(false);
          notify({ title: "Your password is changed", detail: "Every other device was signed out." });
        },
      },
    );
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="Present password"
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={wasTried && current === "" ? "Write your present password." : undefined}
      />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. A short sentence is easy to remember."
        value={next}
        onChange={setNext}
        error={wasTried && next.length < SHORTEST ? "Use at least 12 characters." : undefined}
      />
      <FormError error={change.error} />
      <Button type="submit" className="self-start" isPending={change.isPending}>
        {change.isPending ? "Changing it" : "Change password"}
      </Button>
    </form>
  );
}
