/** Where a bank with a sign-in page of its own sends the browser back to: the dialog goes on where it was left. */
import { Link } from "@tanstack/react-router";
import { Landmark } from "lucide-react";
import { useEffect, useState } from "react";
import { type Errand, readErrand } from "@/features/connections/oauth-errand";
import { RelinkReview } from "@/features/connections/parts/relink-review";
import { useBankDialog } from "@/features/connections/use-bank-dialog";
import { useLinking, useMending } from "@/features/connections/use-linking";
import { buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { FormError } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { Spinner } from "@/shared/ui/progress";

export function OAuthReturnPage() {
  const [errand] = useState(readErrand);
  if (errand === null) {
    return (
      <Page title="Back from your bank">
        <EmptyState icon={<Landmark />} title="Nothing is waiting here">
          <StartAgain connectionId={null} />
        </EmptyState>
      </Page>
    );
  }
  if (errand.connectionId === null) return <NewBank errand={errand} />;
  return (
    <Page title="Back from your bank">
      <RepairedBank errand={errand} connectionId={errand.connectionId} />
    </Page>
  );
}

function NewBank({ errand }: { errand: Errand }) {
  const linking = useLinking();
  return linking.review === null ? (
    <Page title="Back from your bank">
      <Resumed errand={errand} linking={linking} />
    </Page>
  ) : (
    <RelinkReview review={linking.review} linking={linking} />
  );
}

function RepairedBank({ errand, connectionId }: { errand: Errand; connectionId: string }) {
  return <Resumed errand={errand} linking={useMending(connectionId)} />;
}

function Resumed({ errand, linking }: { errand: Errand; linking: ReturnType<typeof useLinking> }) {
  const bank = useBankDialog(errand.connectionId, linking.finish);
  const { resume } = bank;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with the token that waited for us.
  useEffect(() => resume(errand.token), []);
  const isBusy = bank.isBusy || linking.isPending;
  return (
    <Card title="Connecting your bank" hideTitle>
      <div className="flex flex-col items-start gap-3">
        <FormError error={bank.error ?? linking.error} />
        {isBusy ? (
          <p className="flex items-center gap-2 text-ink-2">
            <Spinner label="Connecting" />
            {linking.isPending ? "Linking…" : "Going on where you left…"}
          </p>
        ) : (
          <StartAgain connectionId={errand.connectionId} />
        )}
      </div>
      {bank.dialog}
    </Card>
  );
}

function StartAgain({ connectionId }: { connectionId: string | null }) {
  if (connectionId === null) {
    return (
      <Link to="/connections/new" className={buttonClass()}>
        Link a bank
      </Link>
    );
  }
  return (
    <Link to="/connections/$connectionId" params={{ connectionId }} className={buttonClass()}>
      To this bank
    </Link>
  );
}
