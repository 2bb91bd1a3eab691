/** The workspace's name. */
import { type FormEvent, useState } from "react";
import { useRename } from "@/features/workspace/api";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";

export function NameForm({ name }: { name: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const rename = useRename();
  const wanted = (typed ?? name).trim();

  function submit(event: FormEvent) {
    event.preventDefault();
    rename.mutate(wanted, { onSuccess: () => setTyped(null) });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField label="Name" value={typed ?? name} onChange={setTyped} maxLength={80} />
      <FormError error={rename.error} />
      <Button type="submit" isDisabled={wanted === "" || wanted === name} isPending={rename.isPending}>
        Rename
      </Button>
    </form>
  );
}
