/** What the workspace page reads and does: members, invitations, shares, and moving between workspaces. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import { beginSession } from "@/shared/api/session";
import type { Access, Role } from "@/shared/api/types";

export const workspacesQuery = queryOptions({
  queryKey: keys.workspaces,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/workspaces", { signal }))).data,
});

export const membersQuery = queryOptions({
  queryKey: keys.members,
  queryFn: ({ signal }) => unwrap(api.GET("/api/workspaces/current/members", { signal })),
});

export const invitationsQuery = queryOptions({
  queryKey: keys.invitations,
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/workspaces/current/invitations", { signal }))).data,
});

export const sharesQuery = queryOptions({
  queryKey: keys.shares,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/workspaces/current/shares", { signal }))).data,
});

const STALE = [keys.workspace];

export function useInvite() {
  return useDeed(
    (body: { email: string; role: Role; shares: { account_id: string; access: Access }[] }) =>
      unwrap(api.POST("/api/workspaces/current/invitations", { body })),
    STALE,
  );
}

export function useRevokeInvitation() {
  return useDeed(
    (invitation_id: string) =>
      succeed(
        api.DELETE("/api/workspaces/current/invitations/{invitation_id}", {
          params: { path: { invitation_id } },
        }),
      ),
    STALE,
  );
}

export function useChangeRole() {
  return useDeed(
    ({ user_id, role }: { user_id: string; role: Role }) =>
      succeed(
        api.PATCH("/api/workspaces/current/members/{user_id}", {
          params: { path: { user_id } },
          body: { role },
        }),
      ),
    STALE,
  );
}

export function useRemoveMember() {
  return useDeed(
    (user_id: string) =>
      succeed(api.DELETE("/api/workspaces/current/members/{user_id}", { params: { path: { user_id } } })),
    STALE,
  );
}

export function useHandOver() {
  return useDeed(
    (user_id: string) => succeed(api.POST("/api/workspaces/current/hand-over", { body: { user_id } })),
    STALE,
  );
}

export function useShare() {
  return useDeed(
    (body: { account_id: string; user_id: string; access: Access }) =>
      succeed(api.PUT("/api/workspaces/current/shares", { body })),
    STALE,
  );
}

export function useRename() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => succeed(api.PATCH("/api/workspaces/current", { body: { name } })),
    onSuccess: () =>
      Promise.all([keys.workspace, keys.me].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

/** Another workspace is another set of books: nothing of the one before may stay on the page. */
async function enter(workspace_id: string): Promise<void> {
  const { access_token } = await unwrap(
    api.POST("/api/workspaces/{workspace_id}/switch", { params: { path: { workspace_id } } }),
  );
  beginSession(access_token);
  window.location.assign("/");
}

export function useSwitch() {
  return useMutation({ mutationFn: enter });
}

export function useCreateWorkspace() {
  return useMutation({
    mutationFn: async (name: string) =>
      enter((await unwrap(api.POST("/api/workspaces", { body: { name, kind: "household" } }))).id),
  });
}

export function useLeave() {
  return useMutation({
    mutationFn: async (into: string | undefined) => {
      await succeed(api.POST("/api/workspaces/current/leave"));
      if (into !== undefined) await enter(into);
      else window.location.assign("/");
    },
  });
}

export function lookAtInvitation(token: string) {
  return unwrap(api.POST("/api/invitations/look", { body: { token } }));
}

export function useAccept() {
  return useMutation({
    mutationFn: async (token: string) =>
      enter((await unwrap(api.POST("/api/invitations/accept", { body: { token } }))).workspace_id),
  });
}

export function useDecline() {
  return useMutation({
    mutationFn: (token: string) => succeed(api.POST("/api/invitations/decline", { body: { token } })),
  });
}
