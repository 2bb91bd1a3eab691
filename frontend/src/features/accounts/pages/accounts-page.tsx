/** Accounts: the page. */
import { Page } from "@/shared/ui/page";

export function AccountsPage() {
  return <Page title="Accounts">{null}</Page>;
}
