/** How one is addressed, and what one uses Saldo for. */
import { type FormEvent, useState } from "react";
import { useChangeProfile } from "@/features/profile/api";
import { USES } from "@/features/profile/choices";
import type { Profile } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { Select } from "@/shared/ui/select";
import { notify } from "@/shared/ui/toast";

export function AboutForm({ profile }: { profile: Profile }) {
  const [name, setName] = useState(profile.display_name);
  const [use, setUse] = useState(profile.user_type);
  const change = useChangeProfile();
  const isSame = name.trim() === profile.display_name && use === profile.user_type;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    change.mutate(
      { display_name: name.trim(), user_type: use },
      { onSuccess: () => notify({ title: "Your profile is saved" }) },
    );
  };
  return (
    <Card title="About you">
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          autoComplete="name"
          hint="Shown in the corner, and to people you share with."
          maxLength={80}
          value={name}
          onChange={setName}
          error={name.trim() === "" ? "Write a name." : undefined}
        />
        <Select
          label="I use Saldo"
          choices={USES}
          value={use}
          onChange={(id) => setUse(USES.find((each) => each.id === id)?.id ?? use)}
        />
        <FormError error={change.error} />
        <Button type="submit" className="self-start" isDisabled={isSame} isPending={change.isPending}>
          Save
        </Button>
      </form>
    </Card>
  );
}
