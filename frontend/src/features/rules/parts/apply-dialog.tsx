/** Before the past follows a rule, or all of them: what would change, row by row. */
import { useQuery } from "@tanstack/react-query";
import { simulationQuery, useApplyRules } from "@/features/rules/api";
import { SimulationSummary } from "@/features/rules/parts/rule-preview";
import { tellApplied } from "@/features/rules/telling";
import { useTakeBack } from "@/shared/api/revisions";
import type { Rule } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";

/** What is to be applied: one rule, or all that are enabled. */
export type Applying = { rule: Rule | undefined };

type ApplyDialogProps = { applying: Applying | null; onClose: () => void };

export function ApplyDialog({ applying, onClose }: ApplyDialogProps) {
  return (
    <Dialog
      title={
        applying?.rule === undefined
          ? "Apply all rules to the past"
          : `Apply ${applying.rule.name} to the past`
      }
      isOpen={applying !== null}
      onClose={onClose}
    >
      {applying === null ? null : <Foreseen rule={applying.rule} onDone={onClose} />}
    </Dialog>
  );
}

function Foreseen({ rule, onDone }: { rule: Rule | undefined; onDone: () => void }) {
  const simulation = useQuery(simulationQuery(rule));
  const apply = useApplyRules();
  const takeBack = useTakeBack();
  const changed = simulation.data?.changed ?? 0;

  function run() {
    apply.mutate(rule?.id, {
      onSuccess: (done) => {
        onDone();
        tellApplied(rule?.name ?? "All rules", done, takeBack.mutate);
      },
    });
  }

  return (
    <>
      <DialogBody className="flex flex-col gap-4">
        <Answered query={simulation} what="what would change" rows={4}>
          {(data) => <SimulationSummary simulation={data} />}
        </Answered>
        <FormError error={apply.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onDone}>Cancel</Button>
        <Button kind="primary" isDisabled={changed === 0} isPending={apply.isPending} onPress={run}>
          {changed === 0 ? "Nothing to change" : `Change ${formatCounted(changed, "transaction")}`}
        </Button>
      </DialogActions>
    </>
  );
}
