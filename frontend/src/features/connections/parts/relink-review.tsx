/** The plan before a bank is linked again: which accounts go on, which are new, what stays history. */
import { useState } from "react";
import type { Relinked } from "@/features/connections/api";
import type { Review } from "@/features/connections/use-linking";
import type { RelinkPlan } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { FormError } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { type Choice, Select } from "@/shared/ui/select";

type Match = RelinkPlan["matches"][number];
type Offered = Review["linked"]["metadata"]["accounts"][number];
type Choices = Readonly<Record<string, string>>;

const NEW = "new";
const SIGNS: Record<Match["by"], string> = {
  lasting_id: "The bank says it is the same account",
  digits_and_name: "The same last digits and name",
  digits: "The same last digits",
  name: "The same name",
};

type RelinkReviewProps = { review: Review; linking: { isPending: boolean; error: unknown } };

export function RelinkReview({ review, linking }: RelinkReviewProps) {
  const { plan } = review;
  const offered = review.linked.metadata.accounts;
  const [choices, setChoices] = useState<Choices>(() => asPlanned(plan, offered));
  const twice = chosenTwice(choices);
  const bank = review.linked.metadata.institution?.name ?? "Your bank";
  return (
    <Page title={`${bank} was here before`}>
      <div className="grid max-w-3xl gap-4">
        {plan.replaces.length === 0 ? null : <Replaces />}
        <Card title="Its accounts go on">
          <p className="mb-4 text-pretty text-ink-2">
            An account that goes on keeps its transactions, categories and statements. Nothing is changed
            before you agree.
          </p>
          <ul className="divide-y divide-hairline border-y border-hairline">
            {offered.map((account) => (
              <OfferedRow
                key={account.id}
                account={account}
                match={plan.matches.find(({ offered_id }) => offered_id === account.id)}
                ours={oursOf(plan)}
                value={choices[account.id] ?? NEW}
                isTwice={twice.has(choices[account.id] ?? NEW)}
                onChange={(value) => setChoices((before) => ({ ...before, [account.id]: value }))}
              />
            ))}
          </ul>
          <Staying plan={plan} choices={choices} />
          <div className="mt-5 flex flex-col gap-3">
            <FormError error={linking.error} />
            <div className="flex flex-wrap gap-2">
              <Button
                kind="primary"
                isPending={linking.isPending}
                isDisabled={twice.size > 0}
                onPress={() => review.accept(relinked(choices))}
              >
                {plan.replaces.length === 0 ? "Link it so" : "Replace the connection"}
              </Button>
              <Button onPress={review.giveUp} isDisabled={linking.isPending}>
                Do not link it
              </Button>
            </div>
          </div>
        </Card>
      </div>
    </Page>
  );
}

function Replaces() {
  return (
    <p
      role="alert"
      className="rounded-card bg-attention/12 px-4 py-3 text-pretty text-[color-mix(in_srgb,var(--attention)_72%,var(--ink))]"
    >
      <b className="font-medium">You have already linked this bank.</b> If you go on, this sign-in takes the
      place of the one before: its connection ends, and the accounts stay as they are.
    </p>
  );
}

type OfferedRowProps = {
  account: Offered;
  match: Match | undefined;
  ours: readonly Choice[];
  value: string;
  isTwice: boolean;
  onChange: (value: string) => void;
};

function OfferedRow({ account, match, ours, value, isTwice, onChange }: OfferedRowProps) {
  const name = account.mask ? `${account.name} ··${account.mask}` : account.name;
  const isAsPlanned = match !== undefined && match.account_id === value;
  return (
    <li className="flex flex-col gap-2 py-3 sm:flex-row sm:items-center sm:gap-4">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        <span className={isTwice ? "block text-13 text-problem" : "block text-13 text-ink-2"}>
          {isTwice
            ? "Two accounts cannot go on as the same one"
            : sign(isAsPlanned ? match : undefined, value)}
        </span>
      </span>
      <Select
        label={`${name} goes on as`}
        hideLabel
        choices={[{ id: NEW, label: "A new account" }, ...ours]}
        value={value}
        onChange={onChange}
        className="sm:w-64"
      />
    </li>
  );
}

function sign(match: Match | undefined, value: string): string {
  if (match !== undefined) return SIGNS[match.by];
  return value === NEW ? "Not here before" : "You say so";
}

function Staying({ plan, choices }: { plan: RelinkPlan; choices: Choices }) {
  const taken = new Set(Object.values(choices));
  const staying = oursOf(plan).filter(({ id }) => !taken.has(id));
  if (staying.length === 0) return null;
  return (
    <p className="mt-4 text-13 text-pretty text-ink-2">
      Stays as history: {staying.map(({ label }) => label).join(", ")}.
    </p>
  );
}

function oursOf({ matches, history }: RelinkPlan): Choice[] {
  return [...matches, ...history].map(({ account_id, account_name }) => ({
    id: account_id,
    label: account_name,
  }));
}

function asPlanned({ matches }: RelinkPlan, offered: readonly Offered[]): Choices {
  return Object.fromEntries(
    offered.map(({ id }) => [id, matches.find(({ offered_id }) => offered_id === id)?.account_id ?? NEW]),
  );
}

function chosenTwice(choices: Choices): ReadonlySet<string> {
  const chosen = Object.values(choices).filter((value) => value !== NEW);
  return new Set(chosen.filter((value, place) => chosen.indexOf(value) !== place));
}

function relinked(choices: Choices): Relinked[] {
  return Object.entries(choices).flatMap(([offered_id, account_id]) =>
    account_id === NEW ? [] : [{ offered_id, account_id }],
  );
}
