/** Writing a rule, with what it would do to the history beside it as one types. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useMemo, useState } from "react";
import { merchantChoicesQuery, useSaveRule } from "@/features/rules/api";
import { draftOf, EMPTY_FORM, formOf, type RuleForm, TRANSFER } from "@/features/rules/draft";
import { RuleMatches, RulePreview } from "@/features/rules/parts/rule-preview";
import { accountsQuery, categoryChoicesQuery } from "@/shared/api/queries";
import type { Rule } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { SearchableSelect } from "@/shared/ui/searchable-select";
import { Select } from "@/shared/ui/select";
import { Switch } from "@/shared/ui/toggle";

type RuleDialogProps = { rule: Rule | undefined; isOpen: boolean; onClose: () => void };

export function RuleDialog({ rule, isOpen, onClose }: RuleDialogProps) {
  return (
    <Dialog
      title={rule === undefined ? "New rule" : "Change the rule"}
      place="right"
      isOpen={isOpen}
      onClose={onClose}
    >
      {isOpen ? <RuleWriter rule={rule} onDone={onClose} /> : null}
    </Dialog>
  );
}

function RuleWriter({ rule, onDone }: { rule: Rule | undefined; onDone: () => void }) {
  const [form, setForm] = useState<RuleForm>(rule === undefined ? EMPTY_FORM : formOf(rule));
  const save = useSaveRule(rule?.id);
  const draft = useMemo(() => draftOf(form, rule), [form, rule]);
  const shown = useDeferredValue(draft);
  const set = <Field extends keyof RuleForm>(field: Field) => {
    return (value: RuleForm[Field]) => setForm((before) => ({ ...before, [field]: value }));
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    if (draft !== null) save.mutate(draft, { onSuccess: onDone });
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      <DialogBody className="flex flex-col gap-6">
        <TextField label="Name" placeholder="Rent" value={form.name} onChange={set("name")} maxLength={100} />
        <ConditionFields form={form} set={set} />
        <ActionFields form={form} set={set} />
        <RulePreview draft={shown} />
        <FormError error={save.error} />
      </DialogBody>
      <DialogActions>
        <RuleMatches draft={shown} />
        <Button onPress={onDone}>Cancel</Button>
        <Button type="submit" kind="primary" isDisabled={draft === null} isPending={save.isPending}>
          Save rule
        </Button>
      </DialogActions>
    </form>
  );
}

type FieldsProps = {
  form: RuleForm;
  set: <Field extends keyof RuleForm>(field: Field) => (value: RuleForm[Field]) => void;
};

const DIRECTIONS = [
  { id: "any", label: "In or out" },
  { id: "out", label: "Money out" },
  { id: "in", label: "Money in" },
] as const;

function ConditionFields({ form, set }: FieldsProps) {
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-3 text-14 font-semibold">When all of this holds</legend>
      <TextField
        label="The bank's text has"
        hint={'Any of these, separated by commas; "in, quotes" keeps a comma'}
        value={form.texts}
        onChange={set("texts")}
      />
      <MerchantField form={form} set={set} />
      <div className="grid grid-cols-2 gap-3">
        <AccountField form={form} set={set} />
        <Select
          label="Direction"
          choices={DIRECTIONS}
          value={form.direction === "" ? "any" : form.direction}
          onChange={(id) => set("direction")(id === "in" || id === "out" ? id : "")}
        />
      </div>
      <Spans form={form} set={set} />
    </fieldset>
  );
}

function MerchantField({ form, set }: FieldsProps) {
  const merchants = useQuery(merchantChoicesQuery).data ?? [];
  const isKnown = form.merchant === "" || merchants.some(({ id }) => id === form.merchant);
  const choices = [
    { id: "any", label: "Any merchant" },
    ...(isKnown ? [] : [{ id: form.merchant, label: form.merchant }]),
    ...merchants,
  ];
  return (
    <SearchableSelect
      label="Merchant"
      choices={choices}
      value={form.merchant || "any"}
      onChange={(id) => set("merchant")(id === "any" ? "" : id)}
    />
  );
}

function AccountField({ form, set }: FieldsProps) {
  const accounts = useQuery(accountsQuery).data ?? [];
  const several = accounts.filter(({ id }) => form.accountIds.includes(",") && form.accountIds.includes(id));
  const choices = [
    { id: "any", label: "Any account" },
    ...(several.length > 0
      ? [{ id: form.accountIds, label: several.map(({ name }) => name).join(" or ") }]
      : []),
    ...accounts.map(({ id, name }) => ({ id, label: name })),
  ];
  return (
    <Select
      label="Account"
      choices={choices}
      value={form.accountIds === "" ? "any" : form.accountIds}
      onChange={(id) => set("accountIds")(id === "any" ? "" : id)}
    />
  );
}

function Spans({ form, set }: FieldsProps) {
  return (
    <>
      <div>
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label="Amount at least"
            inputMode="decimal"
            placeholder="Any"
            value={form.least}
            onChange={set("least")}
          />
          <TextField
            label="Amount at most"
            inputMode="decimal"
            placeholder="Any"
            value={form.most}
            onChange={set("most")}
          />
        </div>
        <p className="mt-1.5 text-13 text-ink-2">
          Without a sign, in the currency of each account. Direction says whether it went in or out.
        </p>
      </div>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Day of month from"
          inputMode="numeric"
          placeholder="1"
          value={form.firstDay}
          onChange={set("firstDay")}
        />
        <TextField
          label="Day of month to"
          inputMode="numeric"
          placeholder="31"
          value={form.lastDay}
          onChange={set("lastDay")}
        />
      </div>
    </>
  );
}

function ActionFields({ form, set }: FieldsProps) {
  const categories = useQuery(categoryChoicesQuery(form.category)).data ?? [];
  const choices = [{ id: TRANSFER, label: "Transfer between own accounts" }, ...categories];
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-3 text-14 font-semibold">Then</legend>
      <SearchableSelect
        label="Category"
        choices={categories.length === 0 ? [] : choices}
        value={form.category}
        onChange={set("category")}
      />
      <TextField label="Name to show" value={form.newName} onChange={set("newName")} maxLength={100} />
      <TextField label="Add tags" hint="Separated by commas" value={form.tags} onChange={set("tags")} />
      <TextField label="Note" value={form.note} onChange={set("note")} maxLength={2000} />
      <Switch isSelected={form.isExcluded} onChange={set("isExcluded")}>
        Leave out of figures
      </Switch>
    </fieldset>
  );
}
