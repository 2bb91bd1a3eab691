/** End a connection: keep what it brought, or have it deleted for good. */
import { useNavigate } from "@tanstack/react-router";
import { Unplug } from "lucide-react";
import { useState } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { type Afterwards, useDisconnect } from "@/features/connections/api";
import type { Connection } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/shared/ui/dialog";
import { FormError } from "@/shared/ui/error-state";
import { notify } from "@/shared/ui/toast";
import { Checkbox } from "@/shared/ui/toggle";

const CHOICES: readonly { value: Afterwards; label: string; note: string }[] = [
  {
    value: "keep",
    label: "Keep the history",
    note: "Accounts leave your net worth; their transactions stay. Link the bank again, and they go on where they stopped.",
  },
  {
    value: "purge",
    label: "Delete everything it brought",
    note: "Accounts, transactions, categories and statements of this bank are erased. This cannot be taken back.",
  },
];

export function Disconnect({ connection }: { connection: Connection }) {
  const [isAsking, setIsAsking] = useState(false);
  const isOver = connection.status === "disconnected";
  return (
    <>
      <Button kind="danger" onPress={() => setIsAsking(true)}>
        <Unplug aria-hidden className="size-4" />
        {isOver ? "Delete its history" : "Disconnect"}
      </Button>
      {isAsking ? <Question connection={connection} onClose={() => setIsAsking(false)} /> : null}
    </>
  );
}

function Question({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const isOver = connection.status === "disconnected";
  const [afterwards, setAfterwards] = useState<Afterwards>(isOver ? "purge" : "keep");
  const [isSure, setSure] = useState(false);
  const disconnect = useEnd(connection, onClose);
  const isPurge = afterwards === "purge";
  return (
    <Dialog
      title={
        isOver
          ? `Delete what ${connection.institution_name} brought?`
          : `Disconnect ${connection.institution_name}?`
      }
      role="alertdialog"
      isOpen
      onClose={onClose}
    >
      <DialogBody className="flex flex-col gap-4">
        {isOver ? null : (
          <>
            <p className="text-pretty text-ink-2">
              Saldo gives its access back to the bank and stops looking.
            </p>
            <Choice value={afterwards} onChange={setAfterwards} />
          </>
        )}
        {isPurge ? (
          <Checkbox isSelected={isSure} onChange={setSure}>
            Erase it all. I know that nobody can bring it back.
          </Checkbox>
        ) : null}
        <FormError error={disconnect.error} />
      </DialogBody>
      <DialogActions>
        <Button onPress={onClose}>Keep it</Button>
        <Button
          kind="danger"
          onPress={() => disconnect.end(afterwards)}
          isPending={disconnect.isPending}
          isDisabled={isPurge && !isSure}
        >
          {isPurge ? "Delete for good" : "Disconnect"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function useEnd(connection: Connection, onDone: () => void) {
  const navigate = useNavigate();
  const disconnect = useDisconnect(connection.id);
  const end = (afterwards: Afterwards) =>
    disconnect.mutate(afterwards, {
      onSuccess: () => {
        onDone();
        notify(
          afterwards === "keep"
            ? { title: `${connection.institution_name} is disconnected`, detail: "Its history stays." }
            : {
                title: `${connection.institution_name} is going`,
                detail: "Its rows are erased in a moment.",
              },
        );
        void navigate({ to: "/connections" });
      },
    });
  return { end, isPending: disconnect.isPending, error: disconnect.error };
}

type ChoiceProps = { value: Afterwards; onChange: (value: Afterwards) => void };

function Choice({ value, onChange }: ChoiceProps) {
  return (
    <RadioGroup
      aria-label="What becomes of its history"
      value={value}
      onChange={(chosen) => onChange(chosen === "purge" ? "purge" : "keep")}
      className="flex flex-col gap-2"
    >
      {CHOICES.map((choice) => (
        <Radio
          key={choice.value}
          value={choice.value}
          className="group flex cursor-pointer gap-3 rounded-card border border-hairline p-3 selected:border-accent focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-accent"
        >
          <span className="mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full border border-ink-3 group-selected:border-accent">
            <span className="size-2 rounded-full group-selected:bg-accent" />
          </span>
          <span>
            <span className="block font-medium">{choice.label}</span>
            <span className="block text-13 text-pretty text-ink-2">{choice.note}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
