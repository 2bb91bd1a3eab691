/** Roles in words, and who may give which. */
import type { Role } from "@/shared/api/types";

export const ROLES: Record<Role, { label: string; may: string }> = {
  owner: { label: "Owner", may: "Everything, and hands the workspace over" },
  admin: { label: "Administrator", may: "Everything, members too" },
  member: { label: "Member", may: "Links banks and changes transactions" },
  viewer: { label: "Viewer", may: "Looks, and changes nothing" },
};

/** What a person in this role may make others. */
export function givable(own: Role): Role[] {
  if (own === "owner") return ["admin", "member", "viewer"];
  return own === "admin" ? ["member", "viewer"] : [];
}

export function isRole(text: string): text is Role {
  return text in ROLES;
}
