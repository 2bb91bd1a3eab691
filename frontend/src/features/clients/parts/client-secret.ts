/** A client's secret in the shape in which the examples read it. */
import type { ClientMade } from "@/shared/api/types";
import type { Secret } from "@/shared/programs/secret-dialog";

export function secretOf({ client_id, secret }: ClientMade): Secret {
  return {
    name: "secret",
    note: "The examples on this page read it from these lines.",
    text: [
      `export SALDO_URL=${window.location.origin}`,
      `export SALDO_CLIENT_ID=${client_id}`,
      `export SALDO_CLIENT_SECRET=${secret}`,
    ].join("\n"),
  };
}
