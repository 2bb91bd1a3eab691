/** The live checklist after linking: connected, accounts, history, categories, done. */
import { Check } from "lucide-react";
import type { SyncProgress } from "@/features/connections/api";
import { arrivalSteps, type Step } from "@/features/connections/parts/arrival";
import type { Connection } from "@/shared/api/types";
import { cx } from "@/shared/ui/cx";
import { Highlight } from "@/shared/ui/highlight";

type ArrivalChecklistProps = { connection: Connection; progress: SyncProgress | null };

export function ArrivalChecklist({ connection, progress }: ArrivalChecklistProps) {
  return (
    <ol className="flex flex-col">
      {arrivalSteps(connection, progress).map((step) => (
        <StepRow key={step.id} step={step} />
      ))}
    </ol>
  );
}

function StepRow({ step }: { step: Step }) {
  return (
    <li className="group flex gap-3" aria-current={step.state === "active" ? "step" : undefined}>
      <div className="flex flex-col items-center">
        <StepMark state={step.state} />
        <span
          aria-hidden
          className={cx(
            "w-px flex-1 group-last:hidden",
            step.state === "done" ? "bg-accent/40" : "bg-hairline",
          )}
        />
      </div>
      <div className={cx("min-w-0 flex-1 pb-5 group-last:pb-0", step.state === "waiting" && "text-ink-2")}>
        <p className="leading-6 font-medium">
          {step.label}
          <span className="sr-only">{STATE_WORDS[step.state]}</span>
        </p>
        {step.note === null ? null : (
          <p className="text-13 text-ink-2">
            <Highlight value={step.note}>{step.note}</Highlight>
          </p>
        )}
        {step.share !== null && step.state === "active" ? <ShareBar share={step.share} /> : null}
      </div>
    </li>
  );
}

const STATE_WORDS: Record<Step["state"], string> = {
  done: ", done",
  active: ", under way",
  waiting: ", waiting",
};

function StepMark({ state }: { state: Step["state"] }) {
  return (
    <span
      aria-hidden
      className={cx(
        "grid size-6 shrink-0 place-items-center rounded-full border",
        state === "done" && "border-accent bg-accent text-on-accent",
        state === "active" && "border-accent text-accent",
        state === "waiting" && "border-hairline",
      )}
    >
      {state === "done" ? <Check className="size-3.5" /> : null}
      {state === "active" ? <span className="size-2 animate-breathe rounded-full bg-accent" /> : null}
    </span>
  );
}

function ShareBar({ share }: { share: number }) {
  return (
    <div aria-hidden className="mt-2 h-1 max-w-64 overflow-hidden rounded-full bg-sunken">
      <div
        className="h-full bg-accent transition-[width] duration-200"
        style={{ width: `${Math.round(share * 100)}%` }}
      />
    </div>
  );
}
