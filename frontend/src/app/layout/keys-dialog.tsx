/** `?`: every key, those of the page in sight first. */
import { MORE_PLACES, PLACES } from "@/app/layout/places";
import { Dialog, DialogBody } from "@/shared/ui/dialog";
import { hintsOfThisPage, type KeyHint, KeyList } from "@/shared/ui/key-hints";

const EVERYWHERE: readonly KeyHint[] = [
  ["Ctrl K", "search, or jump to anything"],
  ["?", "this list"],
];
const GOING = [...PLACES, ...MORE_PLACES].map<KeyHint>(({ key, label }) => [key, `go to ${label}`]);

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const here = hintsOfThisPage();
  return (
    <Dialog title="Keys" isOpen onClose={onClose}>
      <DialogBody className="flex flex-col gap-5">
        {here.length === 0 ? null : <Group title="On this page" hints={here} />}
        <Group title="Everywhere" hints={[...EVERYWHERE, ...GOING]} />
      </DialogBody>
    </Dialog>
  );
}

function Group({ title, hints }: { title: string; hints: readonly KeyHint[] }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-13 font-medium">{title}</h3>
      <KeyList hints={hints} />
    </section>
  );
}
