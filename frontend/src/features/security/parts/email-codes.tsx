/** Codes by e-mail as the second step: for people without an app, or beside it. */
import { useQuery } from "@tanstack/react-query";
import { useSwitchEmailCodes } from "@/features/security/api";
import { configQuery } from "@/shared/api/queries";
import { factorsQuery } from "@/shared/proof/api";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { Pill } from "@/shared/ui/state";
import { notify } from "@/shared/ui/toast";

export function EmailCodes() {
  const factors = useQuery(factorsQuery);
  const { data: config } = useQuery(configQuery);
  const isOn = Boolean(factors.data?.email_codes_since);
  // Where no letter can be sent, switching it on would shut people out.
  if (!isOn && config?.mail === "none") return null;
  const state = isOn ? <Pill tone="good">On</Pill> : <Pill tone="neutral">Off</Pill>;
  return (
    <Card title="Codes by e-mail" note={factors.data === undefined ? undefined : state}>
      <Answered query={factors} what="your second factor" rows={2} isCompact>
        {({ email_codes_since }) => <CodesSwitch isOn={email_codes_since !== null} />}
      </Answered>
    </Card>
  );
}

function CodesSwitch({ isOn }: { isOn: boolean }) {
  const deed = useSwitchEmailCodes(!isOn);
  const proof = useWithProof(deed, () =>
    notify({ title: isOn ? "Codes by e-mail are off" : "Codes by e-mail are on" }),
  );
  return (
    <div className="flex flex-col gap-3">
      <p className="text-pretty text-ink-2">
        {isOn
          ? "After the password, Saldo can write you a code."
          : "After the password, a code that we write to you. An app is safer: it needs no mailbox."}
      </p>
      <FormError error={proof.error} />
      <Button
        kind={isOn ? "danger" : "secondary"}
        className="self-start"
        isPending={deed.isPending}
        onPress={proof.run}
      >
        {isOn ? "Switch e-mail codes off" : "Switch e-mail codes on"}
      </Button>
      <ProofDialog proof={proof} />
    </div>
  );
}
