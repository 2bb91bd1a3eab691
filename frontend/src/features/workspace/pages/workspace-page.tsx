/** The workspace: who is in it, in which role, and who sees which account. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { membersQuery } from "@/features/workspace/api";
import { InvitationsCard } from "@/features/workspace/parts/invitations-card";
import { LeaveCard } from "@/features/workspace/parts/leave-card";
import { MembersCard } from "@/features/workspace/parts/members-card";
import { NameForm } from "@/features/workspace/parts/name-form";
import { NewWorkspaceCard } from "@/features/workspace/parts/new-workspace-card";
import { SharesCard } from "@/features/workspace/parts/shares-card";
import { describeWorkspace } from "@/features/workspace/roles";
import { meQuery } from "@/shared/api/queries";
import { Answered } from "@/shared/ui/answered";
import { buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { Page } from "@/shared/ui/page";

export function WorkspacePage() {
  const members = useQuery(membersQuery);
  const me = useQuery(meQuery).data;
  return (
    <Page
      title={me?.workspace.name ?? "Workspace"}
      note={
        me === undefined || members.data === undefined
          ? undefined
          : describeWorkspace(me.workspace, members.data.data)
      }
    >
      <Answered query={members} what="the members" rows={4}>
        {({ data, permissions }) => {
          const may = new Set(permissions);
          return (
            <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_380px]">
              <div className="flex min-w-0 flex-col gap-4">
                <MembersCard members={data} />
                {may.has("invitations:write") ? <InvitationsCard /> : null}
                {may.has("shares:write") && data.length > 1 ? <SharesCard members={data} /> : null}
              </div>
              <div className="flex min-w-0 flex-col gap-4">
                {may.has("workspace:write") ? (
                  <Card title="This workspace">
                    <NameForm name={me?.workspace.name ?? ""} />
                  </Card>
                ) : null}
                <ProgramsCard isMine={may.has("clients:read")} />
                <LeaveCard members={data} />
                <NewWorkspaceCard />
              </div>
            </div>
          );
        }}
      </Answered>
    </Page>
  );
}

/** For those who make clients: the owner and the administrators. */
function ProgramsCard({ isMine }: { isMine: boolean }) {
  if (!isMine) return null;
  return (
    <Card title="Programs">
      <p className="mb-3 text-pretty text-ink-2">
        Programs of this workspace that sign what they ask, each with a secret of its own.
      </p>
      <Link to="/workspace/clients" className={buttonClass("secondary")}>
        Signed clients
      </Link>
    </Card>
  );
}
