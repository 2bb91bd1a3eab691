/** Personal access tokens: for a person's own scripts, shown once, revoked at once. */
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { tokensQuery, useMakeToken, useRevokeToken } from "@/features/security/api";
import type { ProgramRight, TokenShown } from "@/shared/api/types";
import { describeGrants } from "@/shared/programs/grants";
import { KeyForm, NO_WISH } from "@/shared/programs/key-form";
import { type Secret, SecretDialog } from "@/shared/programs/secret-dialog";
import { Answered } from "@/shared/ui/answered";
import { Button, IconButton } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { InstantText } from "@/shared/ui/date-text";
import { notify } from "@/shared/ui/toast";

export function TokensCard() {
  const tokens = useQuery(tokensQuery);
  const [isMaking, setMaking] = useState(false);
  const action = (
    <Button size="small" onPress={() => setMaking(true)}>
      <Plus aria-hidden className="size-4" />
      New
    </Button>
  );
  return (
    <Card title="Access tokens" action={action}>
      <Answered query={tokens} what="your tokens" isCompact>
        {({ data, rights }) => (
          <>
            <TokenList tokens={data} rights={rights} />
            <NewTokenDialog rights={rights} isOpen={isMaking} onClose={() => setMaking(false)} />
          </>
        )}
      </Answered>
    </Card>
  );
}

type Rights = readonly ProgramRight[];

function TokenList({ tokens, rights }: { tokens: readonly TokenShown[]; rights: Rights }) {
  const revoke = useRevokeToken();
  if (tokens.length === 0) {
    return (
      <p className="text-pretty text-ink-2">For your own scripts. A token acts for you in this workspace.</p>
    );
  }
  return (
    <ul className="flex flex-col">
      {tokens.map(({ id, name, hint, permissions, expires_at }) => (
        <li key={id} className="flex items-center gap-2 border-b border-hairline py-2 last:border-0">
          <div className="min-w-0 flex-1">
            <div className="truncate">{name}</div>
            <div className="text-13 text-ink-2">
              <span className="font-mono text-12">…{hint}</span> · until <InstantText instant={expires_at} />
            </div>
            <div className="text-13 text-pretty text-ink-2">{describeGrants(permissions, rights)}</div>
          </div>
          <IconButton
            label={`Revoke ${name}`}
            size="small"
            onPress={() =>
              revoke.mutate(id, {
                onSuccess: () => notify({ title: `${name} works no more` }),
                onError: (error) => notify({ title: "It was not revoked", detail: error.message }),
              })
            }
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

type NewTokenDialogProps = { rights: Rights; isOpen: boolean; onClose: () => void };

function NewTokenDialog({ rights, isOpen, onClose }: NewTokenDialogProps) {
  return (
    <SecretDialog title="New access token" isOpen={isOpen} onClose={onClose}>
      {(onMade) => <TokenMaker rights={rights} onMade={onMade} onCancel={onClose} />}
    </SecretDialog>
  );
}

type TokenMakerProps = {
  rights: Rights;
  onMade: (secret: Secret) => void;
  onCancel: () => void;
};

function TokenMaker({ rights, onMade, onCancel }: TokenMakerProps) {
  const [wish, setWish] = useState(NO_WISH);
  const make = useMakeToken(wish);
  return (
    <KeyForm
      kind="token"
      placeholder="Spreadsheet"
      rights={rights}
      wish={wish}
      onChange={setWish}
      make={make}
      onMade={({ token }) => onMade({ name: "token", text: token })}
      onCancel={onCancel}
    />
  );
}
