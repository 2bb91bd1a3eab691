/** What the command palette can do, in sections. */
import { useNavigate } from "@tanstack/react-router";
import {
  Eye,
  EyeOff,
  Keyboard,
  Landmark,
  LogOut,
  type LucideIcon,
  Moon,
  PenLine,
  Plus,
  ShieldCheck,
  Sun,
  UserRound,
  WalletCards,
} from "lucide-react";
import { MORE_PLACES, PLACES } from "@/app/layout/places";
import { signOut } from "@/features/auth/api";
import type { Account, Connection } from "@/shared/api/types";
import { nameBank } from "@/shared/lib/bank-names";
import { setPreferences, usePreferences } from "@/shared/lib/preferences";

export type Command = { id: string; label: string; note?: string; icon: LucideIcon; run: () => void };
export type CommandSection = { label: string; commands: readonly Command[] };

export function useCommands(
  accounts: readonly Account[],
  connections: readonly Connection[],
  onKeys: () => void,
): CommandSection[] {
  const navigate = useNavigate();
  const { hideAmounts } = usePreferences();
  const dark = document.documentElement.dataset.theme === "dark";

  const places = [...PLACES, ...MORE_PLACES].map<Command>(({ to, label, icon, key }) => ({
    id: to,
    label,
    note: key,
    icon,
    run: () => void navigate({ to }),
  }));
  const open = accounts.filter(({ status }) => status === "active");
  const toAccounts = open.map<Command>(({ id, name, institution_name }) => ({
    id: `account-${id}`,
    label: name,
    ...(institution_name === null ? {} : { note: institution_name }),
    icon: WalletCards,
    run: () => void navigate({ to: "/accounts/$accountId", params: { accountId: id } }),
  }));
  const toBanks = connections.map<Command>((connection) => ({
    id: `bank-${connection.id}`,
    label: nameBank(connection, connections, accounts),
    note: "Bank",
    icon: Landmark,
    run: () => void navigate({ to: "/connections/$connectionId", params: { connectionId: connection.id } }),
  }));
  const actions: Command[] = [
    { id: "link", label: "Link a bank", icon: Plus, run: () => void navigate({ to: "/connections/new" }) },
    { id: "entry", label: "Add entry", icon: PenLine, run: () => void navigate({ to: "/entries/new" }) },
    { id: "profile", label: "Profile", icon: UserRound, run: () => void navigate({ to: "/profile" }) },
    { id: "security", label: "Security", icon: ShieldCheck, run: () => void navigate({ to: "/security" }) },
    {
      id: "privacy",
      label: hideAmounts ? "Show amounts" : "Hide amounts",
      icon: hideAmounts ? Eye : EyeOff,
      run: () => setPreferences({ hideAmounts: !hideAmounts }),
    },
    {
      id: "theme",
      label: dark ? "Light theme" : "Dark theme",
      icon: dark ? Sun : Moon,
      run: () => setPreferences({ theme: dark ? "light" : "dark" }),
    },
    { id: "keys", label: "Keys", note: "?", icon: Keyboard, run: onKeys },
    { id: "sign-out", label: "Sign out", icon: LogOut, run: () => void signOut() },
  ];
  return [
    { label: "Go to", commands: places },
    { label: "Accounts and banks", commands: [...toAccounts, ...toBanks] },
    { label: "Do", commands: actions },
  ].filter(({ commands }) => commands.length > 0);
}
