/** How a program signs: two examples that run as they stand once the client's three lines are set. */
import { useState } from "react";
import python from "@/features/clients/examples/signed.py?raw";
import shell from "@/features/clients/examples/signed.sh?raw";
import { Card } from "@/shared/ui/card";
import { CopyButton } from "@/shared/ui/copy-button";
import { Segmented } from "@/shared/ui/toggle";

const EXAMPLES = { python, shell } as const;
const CHOICES = [
  { value: "shell", label: "curl" },
  { value: "python", label: "Python" },
] as const;

export function ExampleCard() {
  const [language, setLanguage] = useState<keyof typeof EXAMPLES>("shell");
  const text = EXAMPLES[language];
  return (
    <Card
      title="How a program signs"
      action={<Segmented label="Language" value={language} choices={CHOICES} onChange={setLanguage} />}
    >
      <p className="mb-3 text-pretty text-ink-2">
        Each request carries the time, a word that is used once, and a signature over method, path, query and
        body. The secret itself never travels.
      </p>
      <section
        aria-label="Example"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it.
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-control bg-sunken"
      >
        <pre className="p-3 font-mono text-12 leading-relaxed">{text}</pre>
      </section>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <CopyButton text={text} said="The example is copied" size="small" />
        <span className="text-13 text-ink-2">
          Set SALDO_URL, SALDO_CLIENT_ID and SALDO_CLIENT_SECRET first.
        </span>
      </div>
    </Card>
  );
}
