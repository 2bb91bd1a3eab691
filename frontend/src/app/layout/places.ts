/** The four places of the app, in the order of the sidebar and of the bottom bar. */
import { ChartNoAxesColumn, Landmark, ListFilter, WalletCards } from "lucide-react";

export const PLACES = [
  { to: "/", label: "Dashboard", icon: ChartNoAxesColumn, key: "g d" },
  { to: "/transactions", label: "Transactions", icon: ListFilter, key: "g t" },
  { to: "/accounts", label: "Accounts", icon: WalletCards, key: "g a" },
  { to: "/connections", label: "Banks", icon: Landmark, key: "g b" },
] as const;
