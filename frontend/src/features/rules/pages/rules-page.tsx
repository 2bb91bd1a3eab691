/** Rules, what corrections taught, and every change that can be taken back. */
import { useQuery } from "@tanstack/react-query";
import { Plus, Split } from "lucide-react";
import { useState } from "react";
import { rulesQuery } from "@/features/rules/api";
import { ApplyDialog, type Applying } from "@/features/rules/parts/apply-dialog";
import { ChangesCard } from "@/features/rules/parts/changes-card";
import { LessonsCard } from "@/features/rules/parts/lessons-card";
import { RuleDialog } from "@/features/rules/parts/rule-dialog";
import { RuleRow } from "@/features/rules/parts/rule-row";
import type { Rule } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

/** Which rule the dialog shows: a new one, one of the list, or none. */
type Writing = { rule: Rule | undefined } | null;

export function RulesPage() {
  const [writing, setWriting] = useState<Writing>(null);
  const [applying, setApplying] = useState<Applying | null>(null);
  return (
    <Page
      title="Rules"
      note="What you say once holds for everything that comes. Your own choice on a transaction always wins."
      actions={
        <Button kind="primary" onPress={() => setWriting({ rule: undefined })}>
          <Plus aria-hidden className="size-4" />
          New rule
        </Button>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_380px]">
        <Rules onChange={(rule) => setWriting({ rule })} onApply={(rule) => setApplying({ rule })} />
        <div className="flex min-w-0 flex-col gap-4">
          <LessonsCard />
          <ChangesCard />
        </div>
      </div>
      <RuleDialog rule={writing?.rule} isOpen={writing !== null} onClose={() => setWriting(null)} />
      <ApplyDialog applying={applying} onClose={() => setApplying(null)} />
    </Page>
  );
}

type RulesProps = { onChange: (rule: Rule) => void; onApply: (rule: Rule | undefined) => void };

function Rules({ onChange, onApply }: RulesProps) {
  const rules = useQuery(rulesQuery);
  const applyAll = (
    <Button size="small" onPress={() => onApply(undefined)}>
      Apply all to the past
    </Button>
  );
  return (
    <Card title="Your rules" action={(rules.data?.length ?? 0) > 0 ? applyAll : undefined}>
      <Answered query={rules} what="your rules" isCompact>
        {(data) => <RuleList rules={data} onChange={onChange} onApply={onApply} />}
      </Answered>
    </Card>
  );
}

function RuleList({ rules, onChange, onApply }: RulesProps & { rules: readonly Rule[] }) {
  if (rules.length === 0) {
    return (
      <EmptyState icon={<Split />} title="No rules yet">
        A rule says what transactions are, names them or leaves them out: “when the text has RENT, it is
        rent”.
      </EmptyState>
    );
  }
  return (
    <ol className="flex flex-col">
      {rules.map((rule, place) => (
        <RuleRow
          key={rule.id}
          rules={rules}
          place={place}
          onChange={() => onChange(rule)}
          onApply={() => onApply(rule)}
        />
      ))}
    </ol>
  );
}
