/** Account: the page. */
import { Page } from "@/shared/ui/page";

export function AccountPage() {
  return <Page title="Account">{null}</Page>;
}
