/** Personal access tokens: for a person's own scripts, shown once, revoked at once. */
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { type NewToken, tokensQuery, useMakeToken, useRevokeToken } from "@/features/security/api";
import type { TokenShown } from "@/shared/api/types";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Answered } from "@/shared/ui/answered";
import { Button, IconButton } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { InstantText } from "@/shared/ui/date-text";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { Select } from "@/shared/ui/select";
import { notify } from "@/shared/ui/toast";
import { Switch } from "@/shared/ui/toggle";

const LIFETIMES = [
  { id: "30", label: "30 days" },
  { id: "90", label: "90 days" },
  { id: "365", label: "A year" },
] as const;

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
            <Dialog title="New access token" isOpen={isMaking} onClose={() => setMaking(false)}>
              <TokenMaker grantable={grantable} onDone={() => setMaking(false)} />
            </Dialog>
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
      {tokens.map(({ id, name, hint, expires_at }) => (
        <li key={id} className="flex items-center gap-2 border-b border-hairline py-2 last:border-0">
          <div className="min-w-0 flex-1">
            <div className="truncate">{name}</div>
            <div className="text-13 text-ink-2">
              <span className="font-mono text-12">…{hint}</span> · until <InstantText instant={expires_at} />
            </div>
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

type TokenMakerProps = { grantable: readonly string[]; onDone: () => void };

function TokenMaker({ grantable, onDone }: TokenMakerProps) {
  const [wanted, setWanted] = useState<NewToken>({ name: "", mayChange: false, days: 90 });
  const make = useMakeToken(grantable, wanted);
  const proof = useWithProof(make);
  const set = (change: Partial<NewToken>) => setWanted((before) => ({ ...before, ...change }));
  if (make.data !== undefined) return <MadeToken token={make.data.token} onDone={onDone} />;
  return (
    <>
      <DialogBody className="flex flex-col gap-4">
        <TextField
          label="What it is for"
          placeholder="Spreadsheet"
          value={wanted.name}
          onChange={(name) => set({ name })}
          maxLength={80}
        />
        <Select
          label="Works for"
          choices={LIFETIMES}
          value={String(wanted.days)}
          onChange={(days) => set({ days: Number(days) })}
        />
        <Switch isSelected={wanted.mayChange} onChange={(mayChange) => set({ mayChange })}>
          May change things, not only read
        </Switch>
        <FormError error={proof.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onDone}>Cancel</Button>
        <Button
          kind="primary"
          isDisabled={wanted.name.trim() === ""}
          isPending={make.isPending}
          onPress={proof.run}
        >
          Make token
        </Button>
      </DialogActions>
      <ProofDialog proof={proof} />
    </>
  );
}

function MadeToken({ token, onDone }: { token: string; onDone: () => void }) {
  return (
    <>
      <DialogBody className="flex flex-col gap-3">
        <p>Copy it now: it is not shown again.</p>
        <code className="rounded-control bg-sunken p-3 font-mono text-13 break-all select-all">{token}</code>
      </DialogBody>
      <DialogActions>
        <Button
          onPress={() =>
            void navigator.clipboard.writeText(token).then(() => notify({ title: "The token is copied" }))
          }
        >
          Copy
        </Button>
        <Button kind="primary" onPress={onDone}>
          I have kept it
        </Button>
      </DialogActions>
    </>
  );
}
