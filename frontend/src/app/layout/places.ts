/** The places of the app: four that are always at hand, and those of the sidebar and the palette. */
import {
  ChartNoAxesColumn,
  Inbox,
  Landmark,
  ListFilter,
  RefreshCw,
  Scale,
  Split,
  Store,
  Tags,
  WalletCards,
} from "lucide-react";

/** In the order of the sidebar and of the bottom bar. */
export const PLACES = [
  { to: "/", label: "Dashboard", icon: ChartNoAxesColumn, key: "g d" },
  { to: "/transactions", label: "Transactions", icon: ListFilter, key: "g t" },
  { to: "/accounts", label: "Accounts", icon: WalletCards, key: "g a" },
  { to: "/connections", label: "Banks", icon: Landmark, key: "g b" },
] as const;

/** Not in the bottom bar: it has room for four. */
export const MORE_PLACES = [
  { to: "/reconcile", label: "Reconcile", icon: Scale, key: "g e" },
  { to: "/sync", label: "Sync", icon: RefreshCw, key: "g s" },
  { to: "/review", label: "Review", icon: Inbox, key: "g r" },
  { to: "/rules", label: "Rules", icon: Split, key: "g u" },
  { to: "/merchants", label: "Merchants", icon: Store, key: "g m" },
  { to: "/categories", label: "Categories", icon: Tags, key: "g c" },
] as const;
