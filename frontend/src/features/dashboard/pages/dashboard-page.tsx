/** placeholder */
import { Page } from "@/shared/ui/page";
export function DashboardPage() {
  return <Page title="Dashboard">{null}</Page>;
}
