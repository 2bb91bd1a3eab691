/** Development only: the letters this machine would have sent. Production builds do not contain this file. */
import { useQuery } from "@tanstack/react-query";
import * as z from "zod/mini";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";

const letterShape = z.object({
  id: z.string(),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  created_at: z.string(),
});
const outboxShape = z.object({ data: z.array(letterShape) });
type Letter = z.infer<typeof letterShape>;

// Not in the API's document: only the development server has this address.
async function readOutbox(): Promise<Letter[]> {
  const response = await fetch("/api/development/outbox");
  if (!response.ok) throw new Error("This server keeps no letters.");
  return z.parse(outboxShape, await response.json()).data;
}

export function OutboxPage() {
  const { data, error } = useQuery({ queryKey: ["outbox"], queryFn: readOutbox, refetchInterval: 3000 });
  return (
    <div className="min-h-dvh bg-paper">
      <Page title="Outbox" note="What Saldo would have sent by e-mail. It stays on this machine.">
        {error === null ? null : <ErrorState error={error} />}
        {data?.length === 0 ? (
          <EmptyState title="No letters yet">Sign up, or ask for a new password: it appears here.</EmptyState>
        ) : null}
        <div className="flex max-w-2xl flex-col gap-4">
          {data?.map((letter) => (
            <Card
              key={letter.id}
              title={letter.subject}
              note={
                <>
                  to {letter.recipient}, <AgoText instant={letter.created_at} />
                </>
              }
            >
              <p className="whitespace-pre-line">
                <Linked text={letter.text} />
              </p>
            </Card>
          ))}
        </div>
      </Page>
    </div>
  );
}

function Linked({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/\S+)/);
  return parts.map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={part} href={part} className="break-all text-accent underline underline-offset-4">
        {part}
      </a>
    ),
  );
}
