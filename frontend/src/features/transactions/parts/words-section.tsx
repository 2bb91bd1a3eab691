/** A person's own words on a row: its name, a note, tags, and whether it counts. */
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useCorrect } from "@/features/transactions/api";
import { keys } from "@/shared/api/keys";
import type { Transaction } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { Switch } from "@/shared/ui/toggle";

type Words = { name: string; note: string; tags: string };

function wordsOf({ merchant_name, note, tags }: Transaction): Words {
  return { name: merchant_name ?? "", note: note ?? "", tags: tags.join(", ") };
}

/** What a person typed, as the server wants it: an emptied field takes the words away. */
function changeOf(typed: Words, stored: Words) {
  return {
    ...(typed.name === stored.name ? {} : { merchant_name: typed.name.trim() || null }),
    ...(typed.note === stored.note ? {} : { note: typed.note.trim() || null }),
    ...(typed.tags === stored.tags ? {} : { tags: tagsIn(typed.tags) }),
  };
}

function tagsIn(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

/**
 * What was typed and not saved. Only that is kept apart: a live update of the row fills the other fields. It outlives
 * the drawer, so that closing it loses nothing.
 */
function useDraft(transactionId: string) {
  const cache = useQueryClient();
  const key = keys.draft(transactionId);
  const [typed, setTyped] = useState<Partial<Words>>(() => cache.getQueryData(key) ?? {});

  function keep(next: Partial<Words>) {
    setTyped(next);
    // The cache forgets after minutes what nobody looks at; this has nowhere else to be.
    cache.setQueryDefaults(key, { gcTime: Number.POSITIVE_INFINITY });
    cache.setQueryData(key, next);
  }
  return [typed, keep] as const;
}

export function WordsSection({ transaction }: { transaction: Transaction }) {
  const correct = useCorrect(transaction.id);
  const exclude = useCorrect(transaction.id);
  const stored = wordsOf(transaction);
  const [typed, keep] = useDraft(transaction.id);
  const words = { ...stored, ...typed };
  const change = changeOf(words, stored);
  const isChanged = Object.keys(change).length > 0;
  const type = (field: keyof Words) => (text: string) => keep({ ...typed, [field]: text });

  function save(event: FormEvent) {
    event.preventDefault();
    if (isChanged) correct.mutate(change, { onSuccess: () => keep({}) });
  }

  return (
    <section aria-label="Your words" className="flex flex-col gap-4 border-t border-hairline pt-5">
      <form onSubmit={save} className="flex flex-col gap-4">
        <TextField label="Name" value={words.name} onChange={type("name")} maxLength={200} />
        <TextField label="Note" value={words.note} onChange={type("note")} maxLength={2000} />
        <TextField label="Tags" hint="Separated by commas" value={words.tags} onChange={type("tags")} />
        <FormError error={correct.error} />
        {isChanged ? (
          <div className="flex gap-2">
            <Button type="submit" kind="primary" isPending={correct.isPending}>
              Save
            </Button>
            <Button onPress={() => keep({})}>Cancel</Button>
          </div>
        ) : null}
      </form>
      <Switch
        isSelected={!transaction.is_excluded}
        onChange={(counts) => exclude.mutate({ is_excluded: !counts })}
      >
        Count it in figures
      </Switch>
      <FormError error={exclude.error} />
    </section>
  );
}
