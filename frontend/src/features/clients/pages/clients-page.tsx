/** Programs that sign what they ask: make one, give it another secret, end it, and see how it is done. */
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { clientsQuery } from "@/features/clients/api";
import { ClientList } from "@/features/clients/parts/client-list";
import { ExampleCard } from "@/features/clients/parts/example-card";
import { NewClientDialog } from "@/features/clients/parts/new-client-dialog";
import { hasCode } from "@/shared/api/problem";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function ClientsPage() {
  const clients = useQuery(clientsQuery);
  const [isMaking, setMaking] = useState(false);
  const mayNot = hasCode(clients.error, "permission_missing");
  return (
    <Page
      title="Signed clients"
      note="Programs of this workspace that sign each request instead of sending a token."
      actions={
        clients.data === undefined ? undefined : (
          <Button kind="primary" onPress={() => setMaking(true)}>
            <Plus aria-hidden className="size-4" />
            New client
          </Button>
        )
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-2">
        <Card title="Clients">
          {mayNot ? (
            <EmptyState icon={<KeyRound />} title="Not with your role">
              Clients are made by the owner and the administrators of a workspace.
            </EmptyState>
          ) : (
            <Answered query={clients} what="the clients" isCompact>
              {({ data, rights }) =>
                data.length === 0 ? <NoClients /> : <ClientList clients={data} rights={rights} />
              }
            </Answered>
          )}
        </Card>
        <ExampleCard />
      </div>
      <NewClientDialog
        rights={clients.data?.rights ?? []}
        isOpen={isMaking}
        onClose={() => setMaking(false)}
      />
    </Page>
  );
}

function NoClients() {
  return (
    <EmptyState icon={<KeyRound />} title="No clients yet">
      For a program of your own, a home automation or a bookkeeping service: it proves each request, and a
      copied request is worth nothing.
    </EmptyState>
  );
}
