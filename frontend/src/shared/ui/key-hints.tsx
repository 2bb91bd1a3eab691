/** The keys a list answers to, behind one quiet button: said once, then out of the way. Gone where there is no keyboard. */
import { Keyboard } from "lucide-react";
import { Fragment, useEffect } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";
import { POPOVER_CLASS } from "@/shared/ui/select";

/** What is pressed, and what it does; several keys are separated by spaces. */
export type KeyHint = readonly [pressed: string, does: string];

let ofThisPage: readonly KeyHint[] = [];

/** What the page in sight answers to, for the list of all keys. */
export function hintsOfThisPage(): readonly KeyHint[] {
  return ofThisPage;
}

export function KeyHints({ hints }: { hints: readonly KeyHint[] }) {
  useEffect(() => {
    ofThisPage = hints;
    return () => {
      ofThisPage = [];
    };
  }, [hints]);
  return (
    <DialogTrigger>
      <Button size="small" kind="quiet" className="max-sm:hidden">
        <Keyboard aria-hidden className="size-4" />
        Keys
      </Button>
      <Popover placement="bottom end" className={cx(POPOVER_CLASS, "p-4")}>
        <Dialog aria-label="Keys" className="outline-none">
          <KeyList hints={hints} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

export function KeyList({ hints }: { hints: readonly KeyHint[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2 text-13">
      {hints.map(([pressed, does]) => (
        <Fragment key={pressed}>
          <dt className="flex gap-1">
            {pressed.split(" ").map((key) => (
              <kbd
                key={key}
                className="min-w-6 rounded-[4px] border border-hairline bg-sunken px-1.5 py-0.5 text-center font-mono text-12"
              >
                {key}
              </kbd>
            ))}
          </dt>
          <dd className="text-ink-2">{does}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
