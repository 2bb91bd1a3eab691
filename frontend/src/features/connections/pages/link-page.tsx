/** Link a bank: what will be read and what never is, then the bank's own dialog. */
import { useQuery } from "@tanstack/react-query";
import { Eye, EyeOff, FlaskConical, Landmark } from "lucide-react";
import type { ReactNode } from "react";
import { RelinkReview } from "@/features/connections/parts/relink-review";
import { useBankDialog } from "@/features/connections/use-bank-dialog";
import { useLinking } from "@/features/connections/use-linking";
import { configQuery } from "@/shared/api/queries";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { FormError } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { Spinner } from "@/shared/ui/progress";

const READS = [
  "Names, types and last digits of the accounts you choose",
  "Their balances",
  "Their transactions, up to two years back",
];
const NEVER = [
  "Learn your bank password: you type it at Plaid",
  "Look at accounts you do not choose",
  "Move money: it can only read",
];

export function LinkPage() {
  const config = useQuery(configQuery);
  const linking = useLinking();
  if (config.data !== undefined && !config.data.plaid.enabled) return <PlaidDisabled />;
  if (linking.review !== null) return <RelinkReview review={linking.review} linking={linking} />;
  return (
    <Page title="Link a bank">
      <div className="grid max-w-3xl gap-4">
        <Card title="What happens next" hideTitle>
          <div className="grid gap-6 sm:grid-cols-2">
            <Points icon={<Eye />} title="What Saldo reads" points={READS} />
            <Points icon={<EyeOff />} title="What Saldo never does" points={NEVER} />
          </div>
          <Visit linking={linking} />
        </Card>
        {config.data?.plaid.offline ? <OfflineHint /> : null}
      </div>
    </Page>
  );
}

function Visit({ linking }: { linking: ReturnType<typeof useLinking> }) {
  const bank = useBankDialog(null, linking.finish);
  return (
    <div className="mt-6 flex flex-col gap-3 border-t border-hairline pt-5">
      <FormError error={bank.error ?? linking.error} />
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="primary" size="large" onPress={bank.start} isPending={bank.isBusy || linking.isPending}>
          {linking.isPending ? <Spinner label="Linking" /> : <Landmark aria-hidden className="size-4" />}
          {linking.isPending ? "Linking…" : "Choose your bank"}
        </Button>
        <p className="text-13 text-ink-2">You sign in at your bank in the window that opens.</p>
      </div>
      {bank.dialog}
    </div>
  );
}

function Points({ icon, title, points }: { icon: ReactNode; title: string; points: readonly string[] }) {
  return (
    <div>
      <h3 className="flex items-center gap-2 font-semibold [&>svg]:size-4 [&>svg]:text-accent">
        {icon}
        {title}
      </h3>
      <ul className="mt-2 flex flex-col gap-1.5 text-ink-2">
        {points.map((point) => (
          <li key={point} className="text-pretty">
            {point}
          </li>
        ))}
      </ul>
    </div>
  );
}

function OfflineHint() {
  return (
    <Card title="This server has an offline bank" note={<FlaskConical aria-hidden className="size-4" />}>
      <p className="text-pretty text-ink-2">
        No real bank is behind it and nothing leaves this machine. Choose{" "}
        <b className="text-ink">Maple Street Bank</b> and sign in as{" "}
        <code className="font-mono text-13 text-ink select-all">user_maple_household</code> with any password
        to see two years of a household's money.
      </p>
    </Card>
  );
}

function PlaidDisabled() {
  return (
    <Page title="Link a bank">
      <EmptyState icon={<Landmark />} title="Linking banks is switched off">
        Whoever runs this server can switch it on: set <code className="font-mono">ENABLE_PLAID=true</code>{" "}
        with a Plaid key, then start it again.
      </EmptyState>
    </Page>
  );
}
