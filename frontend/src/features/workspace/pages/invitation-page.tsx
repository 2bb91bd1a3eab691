/** Where an invitation's letter leads: what is offered, by whom, and two answers. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { lookAtInvitation, useAccept, useDecline } from "@/features/workspace/api";
import { ROLES } from "@/features/workspace/roles";
import { Answered } from "@/shared/ui/answered";
import { Button, buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";

export function InvitationPage() {
  // Behind the #, so that it is in no server's log.
  const [token] = useState(() => window.location.hash.slice(1));
  const offer = useQuery({ queryKey: ["invitation", token], queryFn: () => lookAtInvitation(token) });
  const accept = useAccept();
  const decline = useDecline();
  return (
    <Page title="Invitation" className="max-w-xl">
      <Answered query={offer} what="the invitation" rows={2}>
        {({ workspace_name, invited_by, role }) =>
          decline.isSuccess ? (
            <Card title="You said no">
              <Link to="/" className={buttonClass("secondary")}>
                Go to your own figures
              </Link>
            </Card>
          ) : (
            <Card title={workspace_name}>
              <p className="mb-4 text-pretty">
                {invited_by} invites you to share “{workspace_name}” as {ROLES[role].label.toLowerCase()}:{" "}
                {ROLES[role].may.toLowerCase()}. Your own workspace stays yours alone.
              </p>
              <FormError error={accept.error ?? decline.error} />
              <div className="mt-4 flex gap-2">
                <Button kind="primary" isPending={accept.isPending} onPress={() => accept.mutate(token)}>
                  Accept
                </Button>
                <Button isPending={decline.isPending} onPress={() => decline.mutate(token)}>
                  Decline
                </Button>
              </div>
            </Card>
          )
        }
      </Answered>
    </Page>
  );
}
