/** The e-mail address: another one takes its place when its owner has followed a link. */
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useAskForAddress } from "@/features/profile/api";
import { configQuery, meQuery } from "@/shared/api/queries";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { Pill } from "@/shared/ui/state";

export function AddressCard() {
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: config } = useQuery(configQuery);
  const state = me.user.is_address_confirmed ? (
    <Pill tone="good">Confirmed</Pill>
  ) : (
    <Pill tone="attention">Not confirmed yet</Pill>
  );
  return (
    <Card title="E-mail address" note={state}>
      <p className="mb-4 font-medium break-all">{me.user.email}</p>
      {config?.mail === "none" ? (
        <p className="text-ink-2">This Saldo cannot send e-mail, so an address cannot be changed here.</p>
      ) : (
        <AddressForm present={me.user.email} isOutbox={config?.mail === "outbox"} />
      )}
    </Card>
  );
}

function AddressForm({ present, isOutbox }: { present: string; isOutbox: boolean }) {
  const [email, setEmail] = useState("");
  const [wasTried, setTried] = useState(false);
  const asking = useAskForAddress(email.trim());
  const proof = useWithProof(asking);
  const isUsable = /^\S+@\S+\.\S+$/.test(email.trim()) && email.trim() !== present;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isUsable) proof.run();
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="New address"
        type="email"
        autoComplete="email"
        hint="We write to the new address, and tell the present one."
        value={email}
        onChange={setEmail}
        error={wasTried && !isUsable ? "Write another e-mail address, like ana@example.com." : undefined}
      />
      <FormError error={proof.error} />
      {asking.isSuccess ? <Waiting for_={asking.data} present={present} isOutbox={isOutbox} /> : null}
      <Button type="submit" className="self-start" isPending={asking.isPending}>
        Change address
      </Button>
      <ProofDialog proof={proof} />
    </form>
  );
}

type WaitingProps = { for_: string; present: string; isOutbox: boolean };

function Waiting({ for_, present, isOutbox }: WaitingProps) {
  return (
    <p role="status" className="rounded-control bg-sunken px-3 py-2 text-13 text-pretty">
      A link is on its way to <span className="font-medium break-all">{for_}</span>. Until it is opened,{" "}
      <span className="break-all">{present}</span> stays.{" "}
      {isOutbox ? (
        <Link to="/outbox" className="font-medium text-accent underline underline-offset-4">
          Open the outbox
        </Link>
      ) : null}
    </p>
  );
}
