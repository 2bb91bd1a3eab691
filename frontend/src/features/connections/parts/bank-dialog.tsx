/** The bank's own dialog (Plaid Link), opened as soon as it is ready. One at a time on a page. */
import { useEffect, useRef } from "react";
import { type PlaidLinkError, type PlaidLinkOnSuccessMetadata, usePlaidLink } from "react-plaid-link";

export type BankDialogProps = {
  token: string;
  /** The whole address that a bank has sent the browser back to; only then. */
  receivedRedirectUri: string | undefined;
  /** The public token is of no use when an existing login was repaired. */
  onSuccess: (publicToken: string | null, metadata: PlaidLinkOnSuccessMetadata) => void;
  onExit: (error: PlaidLinkError | null) => void;
  onBroken: () => void;
};

export function BankDialog(props: BankDialogProps) {
  // Link keeps the handlers of the render that created it: through a ref they are always today's.
  const handlers = useRef(props);
  handlers.current = props;
  const { open, ready, error } = usePlaidLink({
    token: props.token,
    ...(props.receivedRedirectUri === undefined ? {} : { receivedRedirectUri: props.receivedRedirectUri }),
    onSuccess: (publicToken, metadata) => handlers.current.onSuccess(publicToken, metadata),
    onExit: (linkError) => handlers.current.onExit(linkError),
  });
  useEffect(() => {
    if (ready) open();
  }, [ready, open]);
  useEffect(() => {
    if (error !== null) handlers.current.onBroken();
  }, [error]);
  return null;
}
