/** How well an account is doing: the score never without its parts, and each part with what helps. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { healthQuery } from "@/features/accounts/api";
import { useSyncAccount } from "@/shared/api/pace";
import type { Account, AccountHealth, HealthPart } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button, buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { notify } from "@/shared/ui/toast";

const NAMES: Record<HealthPart["name"], string> = {
  connection: "Connection",
  freshness: "Freshness",
  agreement: "Agreement",
  completeness: "Completeness",
  statements: "Statements",
  rhythm: "Rhythm",
};

export function HealthCard({ account }: { account: Account }) {
  const query = useQuery(healthQuery(account.id));
  return (
    <Card title="Health" note={query.data === undefined ? undefined : <Score health={query.data} />}>
      <Answered query={query} what="the health of this account" isCompact>
        {({ parts }) => (
          <ul className="-my-2 divide-y divide-hairline">
            {parts.map((part) => (
              <Part key={part.name} part={part} account={account} />
            ))}
          </ul>
        )}
      </Answered>
    </Card>
  );
}

function Score({ health: { score } }: { health: AccountHealth }) {
  return (
    <span>
      <b className="text-20 font-semibold text-ink">{score}</b> of 100
    </span>
  );
}

function Part({ part, account }: { part: HealthPart; account: Account }) {
  const { name, score, most, text, next_step } = part;
  return (
    <li className="py-2.5">
      <div className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{NAMES[name]}</span>
        <span className="text-13 text-ink-2 tabular-nums">
          {score === null ? "not counted" : `${score} of ${most}`}
        </span>
      </div>
      <span aria-hidden className="mt-1.5 block h-1 rounded-full bg-sunken">
        <span
          className={
            score === most ? "block h-full rounded-full bg-accent" : "block h-full rounded-full bg-attention"
          }
          style={{ width: `${((score ?? 0) / most) * 100}%` }}
        />
      </span>
      <p className="mt-1.5 text-13 text-pretty text-ink-2">{text}</p>
      {next_step === null ? null : <NextStep step={next_step} account={account} />}
    </li>
  );
}

type NextStepProps = { step: NonNullable<HealthPart["next_step"]>; account: Account };

function NextStep({ step, account }: NextStepProps) {
  const className = `${buttonClass("secondary", "small")} mt-2`;
  if (step === "sync") return <SyncStep account={account} />;
  if (step === "reconcile" || step === "review_statements") {
    return (
      <Link
        to="/accounts/$accountId/reconcile"
        params={{ accountId: account.id }}
        search={step === "reconcile" ? {} : { with: "statement" }}
        className={className}
      >
        {step === "reconcile" ? "Find out why" : "Look at the statements"}
      </Link>
    );
  }
  return (
    <Link
      to="/connections/$connectionId"
      params={{ connectionId: account.connection_id }}
      className={className}
    >
      {step === "reconnect" ? "Sign in at the bank" : "Look at the bank"}
    </Link>
  );
}

function SyncStep({ account }: { account: Account }) {
  const sync = useSyncAccount(account.id);
  return (
    <Button
      size="small"
      className="mt-2"
      isPending={sync.isPending}
      onPress={() =>
        sync.mutate(undefined, {
          onError: (error) => notify({ title: "The sync could not start", detail: error.message }),
        })
      }
    >
      Sync now
    </Button>
  );
}
