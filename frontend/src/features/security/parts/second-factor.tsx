/** The second step: set up an authenticator app, renew its backup codes, take it away. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useBeginTotp, useRemoveTotp, useRenewBackupCodes } from "@/features/security/api";
import { BackupCodes } from "@/features/security/parts/backup-codes";
import { EnrolmentDialog } from "@/features/security/parts/enrolment-dialog";
import type { Factors } from "@/shared/api/types";
import { factorsQuery } from "@/shared/proof/api";
import { ProofDialog, useWithProof } from "@/shared/proof/proof-dialog";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { ErrorState, FormError } from "@/shared/ui/error-state";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { Pill } from "@/shared/ui/state";
import { notify } from "@/shared/ui/toast";

const TITLE = "Authenticator app";

export function SecondFactor() {
  const { data: factors, error } = useQuery(factorsQuery);
  // Kept up here: setting up ends one branch below, and the codes are shown only this once.
  const [codes, setCodes] = useState<string[] | null>(null);
  if (factors === undefined) {
    return <Card title={TITLE}>{error === null ? <Waiting /> : <ErrorState isCompact error={error} />}</Card>;
  }
  const isOn = factors.totp_since !== null;
  const state = isOn ? <Pill tone="good">On</Pill> : <Pill tone="neutral">Off</Pill>;
  return (
    <Card title={TITLE} note={state}>
      {isOn ? <Enrolled factors={factors} onCodes={setCodes} /> : <NotEnrolled onCodes={setCodes} />}
      {codes === null ? null : <BackupCodes codes={codes} onClose={() => setCodes(null)} />}
    </Card>
  );
}

function Waiting() {
  return (
    <Loading what="your second factor">
      <SkeletonRows rows={2} />
    </Loading>
  );
}

type OnCodes = (codes: string[]) => void;

function NotEnrolled({ onCodes }: { onCodes: OnCodes }) {
  const begin = useBeginTotp();
  const proof = useWithProof(begin);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-pretty text-ink-2">
        A code from your phone after the password. Whoever learns your password alone stays outside.
      </p>
      <FormError error={proof.error} />
      <Button kind="primary" className="self-start" isPending={begin.isPending} onPress={proof.run}>
        Set up
      </Button>
      {begin.data === undefined ? null : (
        <EnrolmentDialog enrolment={begin.data} onCodes={onCodes} onClose={() => begin.reset()} />
      )}
      <ProofDialog proof={proof} />
    </div>
  );
}

function Enrolled({ factors, onCodes }: { factors: Factors; onCodes: OnCodes }) {
  const renew = useRenewBackupCodes();
  const remove = useRemoveTotp();
  const renewing = useWithProof(renew, onCodes);
  const removing = useWithProof(remove, () => notify({ title: "The authenticator app is off" }));
  const left = factors.backup_codes_left;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-pretty text-ink-2">
        Saldo asks for a code of your app after the password.{" "}
        {left === 1 ? "1 backup code is left." : `${left} backup codes are left.`}
      </p>
      <FormError error={renewing.error ?? removing.error} />
      <div className="flex flex-wrap gap-2">
        <Button isPending={renew.isPending} onPress={renewing.run}>
          New backup codes
        </Button>
        <Button kind="danger" isPending={remove.isPending} onPress={removing.run}>
          Switch off
        </Button>
      </div>
      <ProofDialog proof={renewing} />
      <ProofDialog proof={removing} />
    </div>
  );
}
