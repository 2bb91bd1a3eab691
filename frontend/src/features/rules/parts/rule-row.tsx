/** One rule of the list: its sentence, its place in the order, and what one can do with it. */
import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Pencil, Play, Trash2 } from "lucide-react";
import { useDeleteRule, useOrderRules, useSaveRule } from "@/features/rules/api";
import { actionsInWords, conditionsInWords } from "@/features/rules/wording";
import { accountsQuery } from "@/shared/api/queries";
import type { Rule } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { IconButton } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";
import { notify } from "@/shared/ui/toast";
import { Switch } from "@/shared/ui/toggle";

type RuleRowProps = { rules: readonly Rule[]; place: number; onChange: () => void; onApply: () => void };

export function RuleRow(props: RuleRowProps) {
  const { rules, place } = props;
  const accounts = useQuery(accountsQuery).data ?? [];
  const rule = rules[place];
  const save = useSaveRule(rule?.id);
  if (rule === undefined) return null;
  const { name, conditions, actions, is_enabled } = rule;
  const rewrite = (isEnabled: boolean) => save.mutate({ name, conditions, actions, is_enabled: isEnabled });
  return (
    <li className="flex flex-col gap-2 border-b border-hairline py-3 last:border-0 sm:flex-row sm:items-center sm:gap-4">
      <div className={cx("min-w-0 flex-1", !is_enabled && "opacity-60")}>
        <div className="font-medium">
          {place + 1}. {name}
        </div>
        <p className="text-13 text-pretty text-ink-2">
          {conditionsInWords(conditions, accounts)}: {actionsInWords(rule)}.
        </p>
        <p className="text-12 text-ink-2">{formatCounted(rule.specificity, "condition")}</p>
      </div>
      <div className="flex items-center gap-1">
        <RuleActions {...props} />
        <Switch
          isSelected={is_enabled}
          onChange={rewrite}
          aria-label={`${name} speaks of new transactions`}
        />
      </div>
    </li>
  );
}

function RuleActions({ rules, place, onChange, onApply }: RuleRowProps) {
  const order = useOrderRules();
  const remove = useDeleteRule();
  const rule = rules[place];
  if (rule === undefined) return null;
  const refuse = (error: Error) => notify({ title: "That did not work", detail: error.message });
  const swap = (other: number) => order.mutate(swapped(rules, place, other), { onError: refuse });
  return (
    <>
      <IconButton
        label={`Move ${rule.name} up`}
        size="small"
        isDisabled={place === 0}
        onPress={() => swap(place - 1)}
      >
        <ArrowUp aria-hidden className="size-4" />
      </IconButton>
      <IconButton
        label={`Move ${rule.name} down`}
        size="small"
        isDisabled={place === rules.length - 1}
        onPress={() => swap(place + 1)}
      >
        <ArrowDown aria-hidden className="size-4" />
      </IconButton>
      <IconButton label={`Apply ${rule.name} to the past`} size="small" onPress={onApply}>
        <Play aria-hidden className="size-4" />
      </IconButton>
      <IconButton label={`Change ${rule.name}`} size="small" onPress={onChange}>
        <Pencil aria-hidden className="size-4" />
      </IconButton>
      <IconButton
        label={`Delete ${rule.name}`}
        size="small"
        onPress={() =>
          remove.mutate(rule.id, {
            onSuccess: () =>
              notify({ title: `${rule.name} was deleted`, detail: "What it changed so far stays." }),
            onError: refuse,
          })
        }
      >
        <Trash2 aria-hidden className="size-4" />
      </IconButton>
    </>
  );
}

function swapped(rules: readonly Rule[], one: number, other: number): string[] {
  const ids = rules.map(({ id }) => id);
  const [first, second] = [ids[one], ids[other]];
  if (first === undefined || second === undefined) return ids;
  return ids.with(one, second).with(other, first);
}
