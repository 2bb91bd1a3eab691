/** What a form says of a category, and what of it is new. */
import type { Look } from "@/features/categories/api";
import type { CategoryIconName } from "@/shared/api/types";

export type Form = { name: string; color: number | null; icon: CategoryIconName | null };

type Shown = {
  label: string;
  color: number | null;
  icon: CategoryIconName | null;
  built_in_label: string | null;
};

/** Only what differs; Saldo's own name is none of one's own. Null: nothing does. */
export function changesIn(form: Form, shown: Shown): Look | null {
  const look: Look = {};
  if (form.name !== shown.label) look.name = form.name === shown.built_in_label ? null : form.name;
  if (form.color !== shown.color) look.color = form.color;
  if (form.icon !== shown.icon) look.icon = form.icon;
  return Object.keys(look).length === 0 ? null : look;
}
