/** What floats above the page: a dialog in the middle, a drawer on the right, a sheet from the left or below. */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "@/shared/ui/button";
import { cx } from "@/shared/ui/cx";

const OVERLAY = "fixed inset-0 z-50 bg-veil entering:animate-fade";
const PLACES = {
  center: {
    // Safely: what is taller than the window begins at its top, or its heading could never be scrolled to.
    overlay: "grid [place-items:safe_center] overflow-y-auto p-4",
    panel: "w-full rounded-card border border-hairline entering:animate-rise",
  },
  right: {
    overlay: "flex justify-end",
    panel: "h-full w-full max-w-md border-l border-hairline entering:animate-slide-right",
  },
  left: {
    overlay: "flex justify-start",
    panel: "h-full w-[min(85vw,320px)] border-r border-hairline entering:animate-slide-left",
  },
  bottom: {
    overlay: "flex items-end",
    panel: "max-h-[85vh] w-full rounded-t-card border-t border-hairline entering:animate-slide-up",
  },
} as const;

export type DialogProps = {
  title: string;
  /** Hide the heading from sight when the content has its own; it still names the dialog. */
  hideTitle?: boolean;
  isOpen: boolean;
  onClose: () => void;
  place?: keyof typeof PLACES;
  /** False for a choice that must be made, or work that a stray click must not lose. */
  isDismissable?: boolean;
  role?: "dialog" | "alertdialog";
  /** For a dialog in the middle with two columns. */
  isWide?: boolean;
  className?: string;
  children: ReactNode;
};

export function Dialog(props: DialogProps) {
  const {
    title,
    hideTitle,
    isOpen,
    onClose,
    place = "center",
    isDismissable = true,
    role,
    isWide = false,
    className,
    children,
  } = props;
  const places = PLACES[place];
  const width = place === "center" && (isWide ? "max-w-2xl" : "max-w-lg");
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
      className={cx(OVERLAY, places.overlay)}
    >
      <Modal
        className={cx("flex flex-col overflow-hidden bg-sheet shadow-float", places.panel, width, className)}
      >
        <AriaDialog role={role} className="flex min-h-0 flex-1 flex-col outline-none">
          <DialogHeader
            title={title}
            hidden={hideTitle === true}
            onClose={isDismissable ? onClose : undefined}
          />
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function DialogHeader({
  title,
  hidden,
  onClose,
}: {
  title: string;
  hidden: boolean;
  onClose?: (() => void) | undefined;
}) {
  if (hidden) {
    return (
      <Heading slot="title" className="sr-only">
        {title}
      </Heading>
    );
  }
  return (
    <header className="flex items-center justify-between gap-4 border-b border-hairline py-3 pr-3 pl-5">
      <Heading slot="title" className="text-16 font-semibold">
        {title}
      </Heading>
      {onClose === undefined ? null : (
        <IconButton label="Close" size="small" onPress={onClose}>
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
    </header>
  );
}

export function DialogBody({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx("min-h-0 flex-1 overflow-y-auto p-5", className)}>{children}</div>;
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <footer className="flex justify-end gap-2 border-t border-hairline px-5 py-3">{children}</footer>;
}
