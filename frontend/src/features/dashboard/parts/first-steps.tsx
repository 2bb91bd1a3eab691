/** The dashboard before the first bank: what will be here, and what happens when one is linked. */
import { Link } from "@tanstack/react-router";
import { Eye, KeyRound, Landmark, ListChecks } from "lucide-react";
import { buttonClass } from "@/shared/ui/button";

const STEPS = [
  {
    icon: KeyRound,
    title: "Sign in at your bank",
    text: "In your bank's own window. Your password goes to the bank and never passes through Saldo.",
  },
  {
    icon: ListChecks,
    title: "Choose the accounts",
    text: "Only those you pick. You can change your mind at any time.",
  },
  {
    icon: Eye,
    title: "Watch it arrive",
    text: "Up to two years of transactions, categorised here on this server. Read-only: nothing can be moved.",
  },
];

export function FirstSteps() {
  return (
    <section
      aria-labelledby="first-steps"
      className="rounded-card border border-hairline bg-sheet px-6 py-12 sm:px-12"
    >
      <div className="mx-auto max-w-2xl text-center">
        <span
          aria-hidden
          className="mx-auto grid size-12 place-items-center rounded-full bg-accent/10 text-accent"
        >
          <Landmark className="size-5" />
        </span>
        <h2 id="first-steps" className="mt-5 text-28 font-semibold tracking-tight text-balance">
          Link your first bank
        </h2>
        <p className="mx-auto mt-2 max-w-md text-pretty text-ink-2">
          Your net worth, spending and every transaction will be here, and stay in step on their own.
        </p>
        <Link to="/connections/new" className={`${buttonClass("primary", "large")} mt-6`}>
          Link a bank
        </Link>
      </div>
      <ol className="mx-auto mt-12 grid max-w-3xl gap-x-8 gap-y-6 border-t border-hairline pt-8 sm:grid-cols-3">
        {STEPS.map(({ icon: Icon, title, text }, index) => (
          <li key={title}>
            <div className="flex items-center gap-2 font-medium">
              <Icon aria-hidden className="size-4 text-accent" />
              {index + 1}. {title}
            </div>
            <p className="mt-1.5 text-13 text-pretty text-ink-2">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
