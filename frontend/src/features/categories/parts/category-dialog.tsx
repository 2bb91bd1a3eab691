/** Writing a category: a new one under a primary, or how one is called and looks. */
import { type FormEvent, type ReactNode, useState } from "react";
import { useAddCategory, useChangeCategory } from "@/features/categories/api";
import { changesIn, type Form } from "@/features/categories/look";
import { ColorField, IconField } from "@/features/categories/parts/look-fields";
import type { TreeRow } from "@/features/categories/tree";
import type { CategoryGroup } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { CategoryMark } from "@/shared/ui/category-mark";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { Select } from "@/shared/ui/select";
import { notify } from "@/shared/ui/toast";

/** What is being written: a new one beside this row's, or this row. */
export type Writing = { kind: "new"; primary: string } | { kind: "change"; row: TreeRow };

type CategoryDialogProps = {
  writing: Writing | null;
  groups: readonly CategoryGroup[];
  onAdded: (primary: string) => void;
  onClose: () => void;
};

export function CategoryDialog({ writing, groups, onAdded, onClose }: CategoryDialogProps) {
  const title = writing?.kind === "change" ? "Change the category" : "New category";
  return (
    <Dialog title={title} isOpen={writing !== null} onClose={onClose}>
      {writing?.kind === "new" ? (
        <NewCategory primary={writing.primary} groups={groups} onAdded={onAdded} onDone={onClose} />
      ) : null}
      {writing?.kind === "change" ? (
        <ChangeCategory row={writing.row} groups={groups} onDone={onClose} />
      ) : null}
    </Dialog>
  );
}

type NewCategoryProps = {
  primary: string;
  groups: readonly CategoryGroup[];
  onAdded: (primary: string) => void;
  onDone: () => void;
};

function NewCategory({ primary: suggested, groups, onAdded, onDone }: NewCategoryProps) {
  const [primary, setPrimary] = useState(suggested);
  const add = useAddCategory();

  function save(form: Form) {
    add.mutate(
      { primary, ...form },
      {
        onSuccess: () => {
          onAdded(primary);
          onDone();
        },
      },
    );
  }

  return (
    <CategoryForm
      first={{ name: "", color: null, icon: null }}
      primary={primary}
      verb="Add"
      error={add.error}
      isPending={add.isPending}
      onSave={save}
      onCancel={onDone}
    >
      <Under groups={groups} value={primary} onChange={setPrimary} />
    </CategoryForm>
  );
}

type UnderProps = { groups: readonly CategoryGroup[]; value: string; onChange: (primary: string) => void };

function Under({ groups, value, onChange }: UnderProps) {
  const choices = groups.map(({ primary: id, label }) => ({ id, label }));
  return <Select label="Under" choices={choices} value={value} onChange={onChange} />;
}

type ChangeCategoryProps = { row: TreeRow; groups: readonly CategoryGroup[]; onDone: () => void };

function ChangeCategory({ row, groups, onDone }: ChangeCategoryProps) {
  const change = useChangeCategory();
  const [primary, setPrimary] = useState(row.group.primary);
  const shown = row.kind === "group" ? row.group : row.category;
  const { label, built_in_label } = shown;
  const isRenamed = built_in_label !== null && built_in_label !== label;

  function save(form: Form) {
    const isMoved = primary !== row.group.primary;
    const changes = changesIn(form, shown);
    if (changes === null && !isMoved) return onDone();
    const look = { ...changes, ...(isMoved ? { primary } : {}) };
    const title = form.name === label ? `${label} was changed` : `${label} is now ${form.name}`;
    const onSuccess = () => {
      onDone();
      notify({ title });
    };
    change.mutate({ code: row.id, look }, { onSuccess });
  }

  return (
    <CategoryForm
      first={{ name: label, color: shown.color, icon: shown.icon }}
      primary={primary}
      hint={isRenamed ? `Saldo calls it ${built_in_label}` : undefined}
      verb="Save"
      error={change.error}
      isPending={change.isPending}
      onSave={save}
      onCancel={onDone}
    >
      {built_in_label === null ? <Under groups={groups} value={primary} onChange={setPrimary} /> : null}
    </CategoryForm>
  );
}

type CategoryFormProps = {
  first: Form;
  primary: string;
  hint?: string | undefined;
  verb: string;
  error: unknown;
  isPending: boolean;
  onSave: (form: Form) => void;
  onCancel: () => void;
  children?: ReactNode;
};

function CategoryForm({ first, primary, hint, verb, error, isPending, ...rest }: CategoryFormProps) {
  const { onSave, onCancel, children } = rest;
  const [form, setForm] = useState(first);
  const name = form.name.trim();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name !== "") onSave({ ...form, name });
  }

  return (
    <form onSubmit={submit} className="contents">
      <DialogBody className="flex flex-col gap-4">
        <div className="flex items-end gap-3">
          <span className="pb-1">
            <CategoryMark category={{ ...form, primary, label: name }} size="medium" />
          </span>
          <TextField
            label="Name"
            value={form.name}
            onChange={(text) => setForm({ ...form, name: text })}
            maxLength={60}
            autoFocus
            className="flex-1"
          />
        </div>
        {hint === undefined ? null : <p className="-mt-2 text-13 text-ink-2">{hint}</p>}
        {children}
        <ColorField value={form.color} onChange={(color) => setForm({ ...form, color })} />
        <IconField value={form.icon} onChange={(icon) => setForm({ ...form, icon })} />
        <FormError error={error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onCancel}>Cancel</Button>
        <Button type="submit" kind="primary" isDisabled={name === ""} isPending={isPending}>
          {verb}
        </Button>
      </DialogActions>
    </form>
  );
}
