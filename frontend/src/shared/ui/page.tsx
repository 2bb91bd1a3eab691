/** The frame of every page: document title, heading, and the focus that a change of page moves to it. */
import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "@/shared/ui/cx";

type PageProps = {
  title: string;
  /** The heading stays for screen readers when the page shows its subject in another way. */
  hideTitle?: boolean;
  /** A line under the heading: what the page shows, how fresh it is. */
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
};

let isFirstPage = true;

export function Page({ title, hideTitle, note, actions, className, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The first page keeps the browser's own focus; later ones tell screen readers where they are.
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  useEffect(() => {
    document.title = `${title} · Saldo`;
  }, [title]);
  const bare = hideTitle === true && note === undefined && actions === undefined;
  return (
    <div
      className={cx(
        "mx-auto w-full max-w-[1240px] px-4 pt-5 pb-28 sm:px-6 lg:px-8 lg:pt-7 lg:pb-12",
        className,
      )}
    >
      <header className={bare ? "sr-only" : "mb-5 flex flex-wrap items-end justify-between gap-x-4 gap-y-2"}>
        <div className="min-w-0">
          <h1
            ref={heading}
            tabIndex={-1}
            className={
              hideTitle === true ? "sr-only" : "truncate text-20 font-semibold tracking-tight outline-none"
            }
          >
            {title}
          </h1>
          {note === undefined ? null : <div className="mt-0.5 text-13 text-ink-2">{note}</div>}
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
