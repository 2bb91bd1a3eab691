/** Everybody in the workspace, with the role each has. */
import { useQuery } from "@tanstack/react-query";
import { UserMinus } from "lucide-react";
import { useChangeRole, useRemoveMember } from "@/features/workspace/api";
import { givable, isRole, ROLES } from "@/features/workspace/roles";
import { meQuery } from "@/shared/api/queries";
import type { Member, Role } from "@/shared/api/types";
import { IconButton } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { Mark } from "@/shared/ui/mark";
import { Select } from "@/shared/ui/select";
import { Pill } from "@/shared/ui/state";
import { notify } from "@/shared/ui/toast";

export function MembersCard({ members }: { members: readonly Member[] }) {
  const own = useQuery(meQuery).data?.workspace.role ?? "viewer";
  return (
    <Card title="Members">
      <ul className="flex flex-col">
        {members.map((member) => (
          <MemberRow key={member.user_id} member={member} own={own} />
        ))}
      </ul>
    </Card>
  );
}

function MemberRow({ member, own }: { member: Member; own: Role }) {
  const name = member.display_name ?? member.email;
  const isOthers = !member.is_you && givable(own).includes(member.role);
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-hairline py-3 last:border-0">
      <Mark name={name} />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">
          {name}
          {member.is_you ? <span className="font-normal text-ink-2"> · you</span> : null}
        </div>
        <div className="truncate text-13 text-ink-2">{member.email}</div>
      </div>
      {isOthers ? (
        <MemberActions member={member} name={name} own={own} />
      ) : (
        <Pill tone={member.role === "owner" ? "good" : "neutral"}>{ROLES[member.role].label}</Pill>
      )}
    </li>
  );
}

function MemberActions({ member, name, own }: { member: Member; name: string; own: Role }) {
  const change = useChangeRole();
  const remove = useRemoveMember();
  const refuse = (error: Error) => notify({ title: "That did not work", detail: error.message });
  return (
    <div className="flex items-center gap-1">
      <Select
        label={`Role of ${name}`}
        hideLabel
        choices={givable(own).map((role) => ({ id: role, label: ROLES[role].label }))}
        value={member.role}
        onChange={(role) =>
          isRole(role) && change.mutate({ user_id: member.user_id, role }, { onError: refuse })
        }
        className="w-40"
      />
      <IconButton
        label={`Remove ${name}`}
        isPending={remove.isPending}
        onPress={() =>
          remove.mutate(member.user_id, {
            onSuccess: () =>
              notify({ title: `${name} is no longer in here`, detail: "Their live pages have closed." }),
            onError: refuse,
          })
        }
      >
        <UserMinus aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}
