/** The frame of the two doors: the form on the left, what Saldo is on the right. */
import { Check } from "lucide-react";
import { type ReactNode, useEffect } from "react";

const PROMISES = [
  "Every account, balance and transaction in one place, as it happens.",
  "Categorised on your own machine. Nothing about you leaves it.",
  "Read-only. Nobody can move money from here, and your bank password never reaches us.",
];

export function AuthFrame({
  title,
  subtitle,
  children,
}: {
  title: string;
  subtitle: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Saldo`;
  }, [title]);
  return (
    <div className="grid min-h-dvh bg-paper lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <main className="flex flex-col px-6 py-8 sm:px-12">
        <div className="flex items-center gap-2.5 text-16 font-semibold tracking-tight">
          <img src="/favicon.svg" alt="" width={28} height={28} />
          Saldo
        </div>
        <div className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">
          <h1 className="text-28 font-semibold tracking-tight">{title}</h1>
          <p className="mt-1.5 text-ink-2">{subtitle}</p>
          <div className="mt-8">{children}</div>
        </div>
      </main>
      <aside className="hidden border-l border-hairline bg-sunken lg:flex lg:flex-col lg:justify-center lg:px-16">
        <Specimen />
        <ul className="mt-10 flex max-w-md flex-col gap-3">
          {PROMISES.map((promise) => (
            <li key={promise} className="flex gap-3 text-pretty text-ink-2">
              <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
              {promise}
            </li>
          ))}
        </ul>
      </aside>
    </div>
  );
}

/** A few ruled lines of a ledger: decoration, so it says nothing to a screen reader. */
function Specimen() {
  const lines = [62, 38, 74, 51];
  return (
    <div aria-hidden className="max-w-md">
      <p className="text-40 leading-[1.1] font-semibold tracking-tight text-balance">Know where you stand.</p>
      <div className="mt-8 rounded-card border border-hairline bg-sheet px-5 py-2">
        {lines.map((width, index) => (
          <div key={width} className="flex h-11 items-center gap-3 border-b border-hairline last:border-0">
            <span
              className="size-6 rounded-full"
              style={{ background: `color-mix(in srgb, var(--series-${index + 1}) 22%, var(--sheet))` }}
            />
            <span className="h-2 rounded-full bg-hairline" style={{ width: `${width / 2}%` }} />
            <span
              className={
                index === 2
                  ? "ml-auto h-2 w-14 rounded-full bg-accent/60"
                  : "ml-auto h-2 w-12 rounded-full bg-hairline"
              }
            />
          </div>
        ))}
      </div>
    </div>
  );
}
