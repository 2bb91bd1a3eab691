/** The clients of this workspace, with the ways to give one another secret or to end it. */
import { useQuery } from "@tanstack/react-query";
import { RotateCw, X } from "lucide-react";
import { useState } from "react";
import { useRevokeClient } from "@/features/clients/api";
import { RotateDialog } from "@/features/clients/parts/rotate-dialog";
import { meQuery } from "@/shared/api/queries";
import type { ClientShown, ProgramRight } from "@/shared/api/types";
import { describeGrants } from "@/shared/programs/grants";
import { Button, IconButton } from "@/shared/ui/button";
import { AgoText, DateText } from "@/shared/ui/date-text";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { Pill } from "@/shared/ui/state";
import { notify } from "@/shared/ui/toast";

type ClientListProps = { clients: readonly ClientShown[]; rights: readonly ProgramRight[] };

export function ClientList({ clients, rights }: ClientListProps) {
  const [rotated, setRotated] = useState<ClientShown | null>(null);
  const [revoked, setRevoked] = useState<ClientShown | null>(null);
  return (
    <>
      <ul className="flex flex-col">
        {clients.map((client) => (
          <ClientRow
            key={client.id}
            client={client}
            may={describeGrants(client.permissions, rights)}
            onRotate={() => setRotated(client)}
            onRevoke={() => setRevoked(client)}
          />
        ))}
      </ul>
      <RotateDialog client={rotated} onClose={() => setRotated(null)} />
      <RevokeDialog client={revoked} onClose={() => setRevoked(null)} />
    </>
  );
}

type ClientRowProps = { client: ClientShown; may: string; onRotate: () => void; onRevoke: () => void };

function ClientRow({ client, may, onRotate, onRevoke }: ClientRowProps) {
  const isMine = useQuery(meQuery).data?.user.id === client.made_by;
  const isOver = Date.parse(client.expires_at) < Date.now();
  return (
    <li className="flex items-start gap-2 border-b border-hairline py-3 last:border-0">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <span className="truncate font-medium">{client.name}</span>
          {isOver ? <Pill tone="attention">Expired</Pill> : null}
        </div>
        <div className="font-mono text-12 break-all text-ink-2 select-all">{client.client_id}</div>
        <div className="mt-1 text-13 text-ink-2">
          Secret …{client.hint}, {isOver ? "worked" : "works"} until{" "}
          <DateText date={client.expires_at.slice(0, 10)} /> · <LastUse client={client} />
        </div>
        <div className="mt-1 text-13 text-pretty text-ink-2">{may}</div>
      </div>
      {isMine ? (
        <IconButton label={`New secret for ${client.name}`} size="small" onPress={onRotate}>
          <RotateCw aria-hidden className="size-4" />
        </IconButton>
      ) : null}
      <IconButton label={`Revoke ${client.name}`} size="small" onPress={onRevoke}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </li>
  );
}

function LastUse({ client: { last_used_at } }: { client: ClientShown }) {
  if (last_used_at === null) return "not used yet";
  return (
    <>
      used <AgoText instant={last_used_at} />
    </>
  );
}

type RevokeDialogProps = { client: ClientShown | null; onClose: () => void };

function RevokeDialog({ client, onClose }: RevokeDialogProps) {
  const revoke = useRevokeClient();
  const name = client?.name ?? "";
  const done = () => {
    onClose();
    notify({ title: `${name} can sign in no more` });
  };
  return (
    <Dialog title={`Revoke ${name}`} role="alertdialog" isOpen={client !== null} onClose={onClose}>
      <DialogBody className="flex flex-col gap-3">
        <p className="text-pretty">
          Whatever it signs is refused from the next request on. This cannot be undone; a new client has
          another id.
        </p>
        <FormError error={revoke.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose}>Keep it</Button>
        <Button
          kind="danger"
          isPending={revoke.isPending}
          onPress={() => client !== null && revoke.mutate(client.id, { onSuccess: done })}
        >
          Revoke
        </Button>
      </DialogActions>
    </Dialog>
  );
}
