/** Roles and kinds of workspaces in words, and who may give which role. */
import type { Me, Member, Role } from "@/shared/api/types";
import { formatCount } from "@/shared/lib/figures";

type Workspace = Me["workspace"];

export const ROLES: Record<Role, { label: string; may: string }> = {
  owner: { label: "Owner", may: "Everything, and hands the workspace over" },
  admin: { label: "Administrator", may: "Everything, members too" },
  member: { label: "Member", may: "Links banks and changes transactions" },
  viewer: { label: "Viewer", may: "Looks, and changes nothing" },
};

const KINDS: Record<Workspace["kind"], { label: string; what: string }> = {
  personal: { label: "Personal", what: "A personal workspace" },
  household: { label: "Shared", what: "A shared workspace" },
  business: { label: "Business", what: "The workspace of a business" },
};

const AS: Record<Role, string> = {
  owner: "You are its owner.",
  admin: "You are an administrator: you may do everything but hand it over.",
  member: "You are a member: you link banks and change transactions.",
  viewer: "You are a viewer: you look, and change nothing.",
};

/** "Shared · Member": what it is, and what one is in it. */
export function standingIn({ kind, role }: Workspace): string {
  return `${KINDS[kind].label} · ${ROLES[role].label}`;
}

/** Whose the books are, who else sees them, and what one may do there. */
export function describeWorkspace({ kind, role }: Workspace, members: readonly Member[]): string {
  const owner = members.find((member) => member.role === "owner");
  const whose = owner === undefined || owner.is_you ? "yours" : owner.display_name;
  const others =
    members.length === 1 ? "nobody else is in it" : `${formatCount(members.length)} people are in it`;
  return `${KINDS[kind].what} of ${whose}; ${others}. ${AS[role]}`;
}

/** What a person in this role may make others. */
export function givable(own: Role): Role[] {
  if (own === "owner") return ["admin", "member", "viewer"];
  return own === "admin" ? ["member", "viewer"] : [];
}

export function isRole(text: string): text is Role {
  return text in ROLES;
}
