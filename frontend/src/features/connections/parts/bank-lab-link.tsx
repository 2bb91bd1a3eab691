/** Where the banks are made up, the way to make them misbehave: the Bank lab lives where Link's script comes from. */
import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { configQuery } from "@/shared/api/queries";
import { buttonClass } from "@/shared/ui/button";

export function BankLabLink() {
  const { data: config } = useQuery(configQuery);
  if (config === undefined || !config.plaid.offline) return null;
  return (
    <a
      href={new URL("/__admin/lab", new URL(config.plaid.link_script_url, window.location.origin)).href}
      target="_blank"
      rel="noreferrer"
      className={buttonClass("secondary")}
    >
      <FlaskConical aria-hidden className="size-4" />
      Bank lab
    </a>
  );
}
