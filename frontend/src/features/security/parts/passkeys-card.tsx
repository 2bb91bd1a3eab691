/** Passkeys: keys on one's own devices, each two steps at once. */
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Pencil, Plus, X } from "lucide-react";
import { useState } from "react";
import { PasskeyMaker, PasskeyNamer } from "@/features/security/parts/passkey-forms";
import { passkeysQuery, useRemovePasskey } from "@/features/security/passkeys-api";
import { passkeyStanding } from "@/shared/api/passkeys";
import type { Passkey } from "@/shared/api/types";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Answered } from "@/shared/ui/answered";
import { Button, IconButton } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { Dialog } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { PasskeyElsewhere } from "@/shared/ui/passkey-elsewhere";
import { notify } from "@/shared/ui/toast";

export function PasskeysCard() {
  const passkeys = useQuery(passkeysQuery);
  const standing = passkeyStanding();
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button size="small" aria-label="Add a passkey" onPress={() => setAdding(true)}>
      <Plus aria-hidden className="size-4" />
      Add
    </Button>
  );
  return (
    <Card title="Passkeys" action={standing === "ready" ? add : undefined}>
      <Answered query={passkeys} what="your passkeys" rows={2} isCompact>
        {(data) => <PasskeyList passkeys={data} />}
      </Answered>
      <Standing standing={standing} />
      <Dialog title="New passkey" isOpen={isAdding} onClose={() => setAdding(false)} className="max-w-sm">
        <PasskeyMaker onDone={() => setAdding(false)} />
      </Dialog>
    </Card>
  );
}

function Standing({ standing }: { standing: ReturnType<typeof passkeyStanding> }) {
  if (standing === "ready") return null;
  return (
    <div className="mt-3">
      {standing === "elsewhere" ? (
        <PasskeyElsewhere />
      ) : (
        <p className="text-13 text-ink-2">This browser, or a page without https, cannot use passkeys.</p>
      )}
    </div>
  );
}

function PasskeyList({ passkeys }: { passkeys: readonly Passkey[] }) {
  if (passkeys.length === 0) {
    return (
      <p className="text-pretty text-ink-2">
        Sign in with your fingerprint, your face or a security key: nothing to type, nothing to steal.
      </p>
    );
  }
  return (
    <ul className="flex flex-col">
      {passkeys.map((passkey) => (
        <PasskeyRow key={passkey.id} passkey={passkey} />
      ))}
    </ul>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const [isNaming, setNaming] = useState(false);
  const removing = useRemovePasskey(passkey.id);
  const proof = useWithProof(removing, () => notify({ title: `${passkey.name} signs nobody in any more` }));
  return (
    <li className="border-b border-hairline py-3 last:border-0">
      <div className="flex items-center gap-3">
        <KeyRound aria-hidden className="size-5 shrink-0 text-ink-2" />
        <div className="min-w-0 flex-1">
          <div className="truncate font-medium">{passkey.name}</div>
          <div className="text-13 text-ink-2">
            {passkey.last_used_at === null ? (
              "not used yet"
            ) : (
              <>
                used <AgoText instant={passkey.last_used_at} />
              </>
            )}
          </div>
        </div>
        <IconButton label={`Rename ${passkey.name}`} size="small" onPress={() => setNaming(true)}>
          <Pencil aria-hidden className="size-4" />
        </IconButton>
        <IconButton
          label={`Remove ${passkey.name}`}
          size="small"
          isPending={removing.isPending}
          onPress={proof.run}
        >
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
      <FormError error={proof.error} />
      <ProofDialog proof={proof} />
      <Dialog
        title="Rename the passkey"
        isOpen={isNaming}
        onClose={() => setNaming(false)}
        className="max-w-sm"
      >
        <PasskeyNamer passkey={passkey} onDone={() => setNaming(false)} />
      </Dialog>
    </li>
  );
}
