/** Another set of books: for a household, a club, a business. */
import { type FormEvent, useState } from "react";
import { useCreateWorkspace } from "@/features/workspace/api";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

export function NewWorkspaceCard() {
  const [name, setName] = useState("");
  const create = useCreateWorkspace();
  const wanted = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== "") create.mutate(wanted);
  };
  return (
    <Card title="Another workspace">
      <form noValidate onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-13 text-pretty text-ink-2">
          Banks and people of its own. You switch between workspaces above the menu, on the left.
        </p>
        <TextField
          label="What to call it"
          placeholder="Household"
          value={name}
          onChange={setName}
          maxLength={80}
        />
        <FormError error={create.error} />
        <Button type="submit" isDisabled={wanted === ""} isPending={create.isPending}>
          Make it and go there
        </Button>
      </form>
    </Card>
  );
}
