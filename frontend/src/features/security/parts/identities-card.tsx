/** Accounts elsewhere that sign one in here; gone where the installation knows no other issuer. */
import { useQuery } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { identitiesQuery, useLinkIdentity, useUnlinkIdentity } from "@/features/security/identities-api";
import { type Provider, providersQuery } from "@/shared/api/travelling";
import type { Identity } from "@/shared/api/types";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { DateText } from "@/shared/ui/date-text";
import { FormError } from "@/shared/ui/error-state";
import { notify } from "@/shared/ui/toast";

export function IdentitiesCard() {
  const identities = useQuery(identitiesQuery);
  const { data: providers = [] } = useQuery(providersQuery);
  if (providers.length === 0 && (identities.data ?? []).length === 0) return null;
  return (
    <Card title="Sign-in by others">
      <Answered query={identities} what="your accounts elsewhere" rows={2} isCompact>
        {(data) => <IdentityList identities={data} />}
      </Answered>
      <div className="mt-3 flex flex-wrap gap-2">
        {providers.map((provider) => (
          <LinkButton key={provider.name} provider={provider} />
        ))}
      </div>
    </Card>
  );
}

function IdentityList({ identities }: { identities: readonly Identity[] }) {
  if (identities.length === 0) {
    return (
      <p className="text-pretty text-ink-2">Link an account you have elsewhere, and it signs you in here.</p>
    );
  }
  return (
    <ul className="flex flex-col">
      {identities.map((identity) => (
        <IdentityRow key={identity.id} identity={identity} />
      ))}
    </ul>
  );
}

function IdentityRow({ identity: { id, label, created_at } }: { identity: Identity }) {
  const unlinking = useUnlinkIdentity(id);
  const proof = useWithProof(unlinking, () => notify({ title: `${label} signs you in no more` }));
  return (
    <li className="border-b border-hairline py-2.5 last:border-0">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <div className="truncate font-medium">{label}</div>
          <div className="text-13 text-ink-2">
            since <DateText date={created_at.slice(0, 10)} />
          </div>
        </div>
        <Button
          size="small"
          kind="danger"
          aria-label={`Unlink ${label}`}
          isPending={unlinking.isPending}
          onPress={proof.run}
        >
          Unlink
        </Button>
      </div>
      <FormError error={proof.error} />
      <ProofDialog proof={proof} />
    </li>
  );
}

function LinkButton({ provider }: { provider: Provider }) {
  const linking = useLinkIdentity(provider);
  const proof = useWithProof(linking);
  return (
    <>
      <Button isPending={linking.isPending} onPress={proof.run}>
        <Link2 aria-hidden className="size-4" />
        Link {provider.label}
      </Button>
      <FormError error={proof.error} />
      <ProofDialog proof={proof} />
    </>
  );
}
