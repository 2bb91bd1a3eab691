/** Personal access tokens: for a person's own scripts, shown once, revoked at once. */
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { tokensQuery, useMakeToken, useRevokeToken } from "@/features/security/api";
import type { TokenShown } from "@/shared/api/types";
import { KeyForm, type KeyWish } from "@/shared/programs/key-form";
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
        {({ data, grantable }) => (
          <>
            <TokenList tokens={data} />
            <NewTokenDialog grantable={grantable} isOpen={isMaking} onClose={() => setMaking(false)} />
          </>
        )}
      </Answered>
    </Card>
  );
}

function TokenList({ tokens }: { tokens: readonly TokenShown[] }) {
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
            <div className="text-13 text-pretty text-ink-2">{permissions.join(", ")}</div>
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

type NewTokenDialogProps = { grantable: readonly string[]; isOpen: boolean; onClose: () => void };

function NewTokenDialog({ grantable, isOpen, onClose }: NewTokenDialogProps) {
  return (
    <SecretDialog title="New access token" isOpen={isOpen} onClose={onClose}>
      {(onMade) => <TokenMaker grantable={grantable} onMade={onMade} onCancel={onClose} />}
    </SecretDialog>
  );
}

type TokenMakerProps = {
  grantable: readonly string[];
  onMade: (secret: Secret) => void;
  onCancel: () => void;
};

function TokenMaker({ grantable, onMade, onCancel }: TokenMakerProps) {
  // A script that only looks is the common case, and the harmless one.
  const permissions = grantable.filter((each) => each.split(":")[1] === "read");
  const [wish, setWish] = useState<KeyWish>({ name: "", permissions, days: 90 });
  const make = useMakeToken(wish);
  return (
    <KeyForm
      kind="token"
      placeholder="Spreadsheet"
      grantable={grantable}
      wish={wish}
      onChange={setWish}
      make={make}
      onMade={({ token }) => onMade({ name: "token", text: token })}
      onCancel={onCancel}
    />
  );
}
