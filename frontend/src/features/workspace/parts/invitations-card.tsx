/** Inviting people, and the invitations that wait for an answer. */
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { invitationsQuery, useInvite, useRevokeInvitation } from "@/features/workspace/api";
import { type Exceptions, NewcomersView } from "@/features/workspace/parts/newcomers-view";
import { givable, isRole, ROLES } from "@/features/workspace/roles";
import { meQuery } from "@/shared/api/queries";
import type { Invitation, Role } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button, IconButton } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { TextField } from "@/shared/ui/field";
import { Select } from "@/shared/ui/select";
import { notify } from "@/shared/ui/toast";

export function InvitationsCard() {
  const invitations = useQuery(invitationsQuery);
  return (
    <Card title="Invite someone">
      <InviteForm />
      <Answered query={invitations} what="the invitations" rows={1} isCompact>
        {(waiting) =>
          waiting.length === 0 ? null : (
            <ul aria-label="Waiting for an answer" className="mt-4 flex flex-col border-t border-hairline">
              {waiting.map((invitation) => (
                <InvitationRow key={invitation.id} invitation={invitation} />
              ))}
            </ul>
          )
        }
      </Answered>
    </Card>
  );
}

function InviteForm() {
  const own = useQuery(meQuery).data?.workspace.role ?? "viewer";
  const invite = useInvite();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("member");
  const [exceptions, setExceptions] = useState<Exceptions>({});
  const link = invite.data?.link ?? null;

  function submit(event: FormEvent) {
    event.preventDefault();
    const shares = Object.entries(exceptions).map(([account_id, access]) => ({ account_id, access }));
    invite.mutate(
      { email: email.trim(), role, shares },
      {
        onSuccess: (made) => {
          setEmail("");
          setExceptions({});
          if (made.link === null) notify({ title: `A letter is on its way to ${made.email}` });
        },
      },
    );
  }

  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_180px_auto] sm:items-end">
        <TextField label="E-mail" type="email" autoComplete="off" value={email} onChange={setEmail} />
        <Select
          label="Role"
          choices={givable(own).map((each) => ({
            id: each,
            label: ROLES[each].label,
            note: ROLES[each].may,
          }))}
          value={role}
          onChange={(chosen) => isRole(chosen) && setRole(chosen)}
        />
        <Button
          type="submit"
          kind="primary"
          className="sm:h-10"
          isDisabled={email.trim() === ""}
          isPending={invite.isPending}
        >
          Invite
        </Button>
      </div>
      <p className="text-13 text-ink-2">
        {ROLES[role].label}: {lowered(ROLES[role].may)}.
      </p>
      <NewcomersView exceptions={exceptions} onChange={setExceptions} />
      <FormError error={invite.error} />
      {link === null ? null : (
        <p className="rounded-control bg-sunken p-3 text-13">
          This installation sends no mail. Hand them this link yourself; it works for them alone:{" "}
          <code className="font-mono text-12 break-all select-all">{link}</code>
        </p>
      )}
    </form>
  );
}

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const revoke = useRevokeInvitation();
  return (
    <li className="flex items-center gap-2 border-b border-hairline py-2 last:border-0">
      <div className="min-w-0 flex-1">
        <div className="truncate">{invitation.email}</div>
        <div className="text-13 text-ink-2">{ROLES[invitation.role].label}, not answered yet</div>
      </div>
      <IconButton
        label={`Take back the invitation of ${invitation.email}`}
        size="small"
        isPending={revoke.isPending}
        onPress={() =>
          revoke.mutate(invitation.id, {
            onError: (error) => notify({ title: "It was not taken back", detail: error.message }),
          })
        }
      >
        <X aria-hidden className="size-4" />
      </IconButton>
    </li>
  );
}
