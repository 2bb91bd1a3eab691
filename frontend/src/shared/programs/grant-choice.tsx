/** What a program may look at and change: nothing at first, then what is chosen, all of it in sight. */
import type { ProgramRight } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { type Grant, groupGrants } from "@/shared/programs/grants";
import { Button } from "@/shared/ui/button";
import { Checkbox } from "@/shared/ui/toggle";

type GrantChoiceProps = {
  caption: string;
  rights: readonly ProgramRight[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
};

export function GrantChoice({ caption, rights, chosen, onChange }: GrantChoiceProps) {
  const own = rights.filter(({ is_yours }) => is_yours);
  const looking = own.filter(({ action }) => action === "look").map(({ permission }) => permission);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-13 font-medium">{caption}</legend>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" onPress={() => onChange(looking)}>
          Look at everything
        </Button>
        <Button size="small" kind="quiet" isDisabled={chosen.length === 0} onPress={() => onChange([])}>
          Clear
        </Button>
        <span aria-live="polite" className="ml-auto text-13 text-ink-2">
          {chosen.length === 0 ? "Nothing chosen yet" : `${formatCounted(chosen.length, "right")} chosen`}
        </span>
      </div>
      <div className="gap-6 sm:columns-2">
        {groupGrants(own).map(({ about, grants }) => (
          <fieldset key={about} className="mb-4 break-inside-avoid last:mb-0">
            <legend className="flex w-full items-baseline border-b border-hairline pb-1 text-12 text-ink-2">
              <span className="flex-1 font-medium">{about}</span>
              <span aria-hidden className="w-14 text-center">
                Look
              </span>
              <span aria-hidden className="w-14 text-center">
                {grants.some(({ change }) => change !== null) ? "Change" : null}
              </span>
            </legend>
            {grants.map((grant) => (
              <GrantRow key={grant.subject} grant={grant} chosen={chosen} onChange={onChange} />
            ))}
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}

type GrantRowProps = Pick<GrantChoiceProps, "chosen" | "onChange"> & { grant: Grant };

function GrantRow({ grant: { subject, look, change }, chosen, onChange }: GrantRowProps) {
  const tick = (permission: string | null, label: string) => (
    <span className="flex w-14 justify-center">
      {permission === null ? null : (
        <Checkbox
          aria-label={`${label}: ${subject}`}
          isSelected={chosen.includes(permission)}
          onChange={(isChosen) =>
            onChange(isChosen ? [...chosen, permission] : chosen.filter((each) => each !== permission))
          }
        />
      )}
    </span>
  );
  return (
    <div className="flex min-h-9 items-center">
      <span className="min-w-0 flex-1 text-14 text-pretty">{subject}</span>
      {tick(look, "Look")}
      {tick(change, "Change")}
    </div>
  );
}
