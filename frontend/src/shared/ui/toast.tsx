/** Short notices at the edge of the page; an action (undo, open) may come with one. */
import { X } from "lucide-react";
import { useRef } from "react";
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { Button } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";
import { useClearOfField } from "@/shared/ui/use-clear-of-field";

type Notice = { title: string; detail?: string; action?: { label: string; run: () => void } };

const queue = new ToastQueue<Notice>({ maxVisibleToasts: 3 });
const READING_MS = 6_000;

/** Show a notice. One with an action stays longer: acting takes longer than reading. */
export function notify(notice: Notice): void {
  queue.add(notice, { timeout: notice.action === undefined ? READING_MS : READING_MS * 2 });
}

const whenChanged = (listener: () => void) => queue.subscribe(listener);

/** Drawers come from the right and fill a phone: notices stand at the left, and on a phone above the fields. */
export function Toaster() {
  const region = useRef<HTMLDivElement>(null);
  const isAway = useClearOfField(region, whenChanged);
  return (
    <ToastRegion
      ref={region}
      queue={queue}
      className={cx(
        "fixed left-4 z-60 flex w-[min(92vw,380px)] flex-col gap-2 outline-none",
        isAway ? "max-lg:bottom-20 lg:top-4" : "max-lg:top-14 lg:bottom-4",
      )}
    >
      {({ toast }) => (
        <Toast
          toast={toast}
          className="flex items-center gap-3 rounded-card border border-hairline bg-sheet py-3 pr-2 pl-4 shadow-float animate-rise"
        >
          <ToastContent className="flex min-w-0 flex-1 flex-col">
            <Text slot="title" className="font-medium">
              {toast.content.title}
            </Text>
            {toast.content.detail === undefined ? null : (
              <Text slot="description" className="text-13 text-ink-2">
                {toast.content.detail}
              </Text>
            )}
          </ToastContent>
          <ToastAction notice={toast.content} onDone={() => queue.close(toast.key)} />
          <AriaButton
            slot="close"
            aria-label="Dismiss"
            className="grid size-7 place-items-center rounded-control text-ink-2 hover:bg-sunken"
          >
            <X aria-hidden className="size-4" />
          </AriaButton>
        </Toast>
      )}
    </ToastRegion>
  );
}

function ToastAction({ notice, onDone }: { notice: Notice; onDone: () => void }) {
  const { action } = notice;
  if (action === undefined) return null;
  return (
    <Button
      size="small"
      onPress={() => {
        action.run();
        onDone();
      }}
    >
      {action.label}
    </Button>
  );
}
