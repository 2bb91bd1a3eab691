/** What a file would bring: its columns, its rows, those that cannot be read, and the button that adds them. */

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useApply, useChooseAccount, useDiscard, useReread } from "@/features/entries/api";
import { choiceOf, isWanted, type Turned, turn } from "@/features/entries/choice";
import { AccountChoice, isOpen } from "@/features/entries/parts/account-choice";
import { PreviewTable } from "@/features/entries/parts/preview-table";
import { ReadingForm } from "@/features/entries/parts/reading-form";
import { RejectedRows } from "@/features/entries/parts/rejected-rows";
import { keys } from "@/shared/api/keys";
import type { ImportPreview, ImportReading } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { notify } from "@/shared/ui/toast";

type PreviewProps = {
  accountId: string;
  preview: ImportPreview;
  currency: string;
  isOrderSure: boolean;
  onDone: () => void;
};

export function Preview({ accountId, preview, currency, isOrderSure, onDone }: PreviewProps) {
  const { made, rows, columns, reading } = preview;
  const client = useQueryClient();
  const reread = useReread(made.id);
  const choose = useChooseAccount(made.id);
  const [turned, setTurned] = useState<Turned>(new Set());

  function show(again: ImportPreview) {
    // Lines mean other rows now: what was decided on them is void.
    setTurned(new Set());
    client.setQueryData(keys.import(made.id), again);
  }

  return (
    <>
      <AccountChoice
        preview={preview}
        error={choose.error}
        onChoose={(account) => choose.mutate(account, { onSuccess: show })}
        onTakeAll={() =>
          reading !== null && reread.mutate({ ...reading, account_column: null }, { onSuccess: show })
        }
      />
      {reading === null ? null : (
        <Card title="What the columns mean">
          <ReadingForm
            reading={reading}
            columns={columns}
            isOrderSure={isOrderSure}
            isPending={reread.isPending}
            onChange={(changed: ImportReading) => reread.mutate(changed, { onSuccess: show })}
          />
          <FormError error={reread.error} />
        </Card>
      )}
      <RejectedRows rows={made.rejected} />
      <Card title={isOpen(preview) ? made.file_name : `${rows.length} rows of ${made.file_name}`}>
        {isOpen(preview) ? (
          <p className="pb-4 text-ink-2">Its rows are shown here once you have chosen an account of it.</p>
        ) : (
          <PreviewTable
            rows={rows}
            currency={currency}
            turned={turned}
            onTurn={(line) => setTurned((before) => turn(before, line))}
          />
        )}
        <Decision accountId={accountId} preview={preview} turned={turned} onDone={onDone} />
      </Card>
    </>
  );
}

type DecisionProps = Pick<PreviewProps, "accountId" | "preview" | "onDone"> & { turned: Turned };

function Decision({ accountId, preview, turned, onDone }: DecisionProps) {
  const { made, rows } = preview;
  const navigate = useNavigate();
  const apply = useApply(made.id);
  const discard = useDiscard(accountId);
  const wanted = rows.filter((row) => isWanted(row, turned)).length;

  function add() {
    const choice = { ...choiceOf(rows, turned), reading: preview.reading, account: preview.account };
    apply.mutate(choice, {
      onSuccess: ({ added }) => {
        notify({ title: added === 1 ? "1 row added" : `${added} rows added` });
        void navigate({ to: "/accounts/$accountId", params: { accountId } });
      },
    });
  }

  return (
    <div className="sticky bottom-16 -mx-5 -mb-5 flex flex-col gap-3 rounded-b-card border-t border-hairline bg-sheet px-5 py-3 lg:bottom-0">
      <FormError error={apply.error ?? discard.error} />
      <div className="flex flex-wrap items-center gap-2">
        {isOpen(preview) ? null : (
          <Button kind="primary" isDisabled={wanted === 0} isPending={apply.isPending} onPress={add}>
            {wanted === 1 ? "Add 1 row" : `Add ${wanted} rows`}
          </Button>
        )}
        <Button
          kind="quiet"
          isPending={discard.isPending}
          onPress={() => discard.mutate(made.id, { onSuccess: onDone })}
        >
          Choose another file
        </Button>
      </div>
    </div>
  );
}
