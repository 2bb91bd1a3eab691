/** How dates and figures are written, with a line that shows it before it is saved. */
import { type FormEvent, useState } from "react";
import { useChangeProfile } from "@/features/profile/api";
import {
  chosenOf,
  currencyChoices,
  currencyKeyOf,
  currencyOf,
  keyOf,
  localeChoices,
  timeZoneChoices,
} from "@/features/profile/choices";
import type { Profile } from "@/shared/api/types";
import { formatMoney } from "@/shared/lib/money";
import { type Chosen, followProfile } from "@/shared/lib/regional";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { SearchableSelect } from "@/shared/ui/searchable-select";
import { Select } from "@/shared/ui/select";
import { notify } from "@/shared/ui/toast";

export function RegionForm({ profile }: { profile: Profile }) {
  const { locale, time_zone, currency } = profile;
  const [wanted, setWanted] = useState<Chosen>({ locale, time_zone, currency });
  const change = useChangeProfile();
  const set = (part: Partial<Chosen>) => setWanted((before) => ({ ...before, ...part }));
  const isSame = wanted.locale === locale && wanted.time_zone === time_zone && wanted.currency === currency;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(wanted, {
      onSuccess: (saved) => {
        notify({ title: "Dates and figures follow you" });
        // Last: it draws the whole page anew, this form included.
        followProfile(saved);
      },
    });
  };
  return (
    <Card title="Dates and figures">
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Select
          label="Written as in"
          choices={localeChoices(locale)}
          value={keyOf(wanted.locale)}
          onChange={(key) => set({ locale: chosenOf(key) })}
        />
        <SearchableSelect
          label="Time zone"
          choices={timeZoneChoices(time_zone)}
          value={keyOf(wanted.time_zone)}
          onChange={(key) => set({ time_zone: chosenOf(key) })}
        />
        <Select
          label="Currency shown first"
          choices={currencyChoices(currency)}
          value={currencyKeyOf(wanted.currency)}
          onChange={(key) => set({ currency: currencyOf(key) })}
        />
        <Sample region={wanted} />
        <FormError error={change.error} />
        <Button type="submit" className="self-start" isDisabled={isSame} isPending={change.isPending}>
          Save
        </Button>
      </form>
    </Card>
  );
}

function Sample({ region: { locale, time_zone, currency } }: { region: Chosen }) {
  const written = locale ?? navigator.language;
  const moment = new Intl.DateTimeFormat(written, {
    dateStyle: "long",
    timeStyle: "short",
    ...(time_zone === null ? {} : { timeZone: time_zone }),
  }).format(new Date());
  return (
    <p className="rounded-control bg-sunken px-3 py-2 text-13 tabular-nums">
      <span className="text-ink-2">For example:</span> {moment} ·{" "}
      <span className="whitespace-nowrap">
        {formatMoney("-1234.56", currency || "USD", { locale: written })}
      </span>
    </p>
  );
}
