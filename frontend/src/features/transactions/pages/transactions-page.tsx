/** Transactions: the page. */
import { Page } from "@/shared/ui/page";

export function TransactionsPage() {
  return <Page title="Transactions">{null}</Page>;
}
