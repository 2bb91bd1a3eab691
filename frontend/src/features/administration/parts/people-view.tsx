/** Everybody with an account, searched by name or address; or those who were deleted. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { peopleQuery } from "@/features/administration/api";
import { PersonLink } from "@/features/administration/parts/person-link";
import type { Person } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { AgoText, DateText } from "@/shared/ui/date-text";
import { EmptyState } from "@/shared/ui/empty-state";
import { SearchField } from "@/shared/ui/field";
import { MoreButton } from "@/shared/ui/more-button";
import { Pill } from "@/shared/ui/state";
import { Cell, HeadCell, Table } from "@/shared/ui/table";
import { Switch } from "@/shared/ui/toggle";

export function PeopleView() {
  const [search, setSearch] = useState("");
  const [isDeleted, setDeleted] = useState(false);
  const wanted = useDeferredValue(search.trim());
  const people = useInfiniteQuery(peopleQuery(wanted, isDeleted));
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-3">
        <SearchField
          label="Search people"
          placeholder="Name or e-mail"
          value={search}
          onChange={setSearch}
          className="w-full sm:w-72"
        />
        <Switch isSelected={isDeleted} onChange={setDeleted}>
          Deleted
        </Switch>
      </div>
      <Answered query={people} what="the people" rows={8}>
        {({ pages }) => (
          <People rows={pages.flatMap(({ data }) => data)} isDeleted={isDeleted} isSearch={wanted !== ""} />
        )}
      </Answered>
      <MoreButton query={people}>Show more</MoreButton>
    </>
  );
}

type PeopleProps = { rows: readonly Person[]; isDeleted: boolean; isSearch: boolean };

function People({ rows, isDeleted, isSearch }: PeopleProps) {
  if (rows.length === 0) return <Nobody isDeleted={isDeleted} isSearch={isSearch} />;
  return (
    <Table caption={isDeleted ? "Deleted people" : "People"} stacks>
      <thead>
        <tr>
          <HeadCell>Person</HeadCell>
          <HeadCell className="hidden md:table-cell">Name</HeadCell>
          <HeadCell className="hidden lg:table-cell">Since</HeadCell>
          <HeadCell className="hidden whitespace-nowrap sm:table-cell">Last seen</HeadCell>
          <HeadCell>Status</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((person) => (
          <tr key={person.id} className="hover:bg-sunken/60">
            <Cell isLead className="max-w-0 w-full truncate">
              <PersonLink userId={person.id}>{person.email}</PersonLink>
            </Cell>
            <Cell isDetail className="hidden max-w-48 truncate text-ink-2 md:table-cell">
              {person.display_name}
            </Cell>
            <Cell isDetail label="since" className="hidden whitespace-nowrap text-ink-2 lg:table-cell">
              <DateText date={person.created_at.slice(0, 10)} />
            </Cell>
            <Cell isDetail label="last seen" className="hidden whitespace-nowrap text-ink-2 sm:table-cell">
              {person.last_seen_at === null ? "Never" : <AgoText instant={person.last_seen_at} />}
            </Cell>
            <Cell>
              <PersonState person={person} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

export function PersonState({ person }: { person: Person }) {
  if (person.deleted_at !== null) return <Pill tone="problem">Deleted</Pill>;
  if (person.is_administrator) return <Pill tone="good">Administrator</Pill>;
  if (!person.is_address_confirmed) return <Pill tone="attention">Not confirmed</Pill>;
  return <Pill tone="neutral">Active</Pill>;
}

function Nobody({ isDeleted, isSearch }: { isDeleted: boolean; isSearch: boolean }) {
  if (isSearch) {
    return (
      <EmptyState icon={<Users />} title="Nobody is called that">
        Search looks in names and e-mail addresses{isDeleted ? " of deleted people" : ""}.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Users />} title="Nobody is deleted">
      Whoever you delete waits here for thirty days, and can be restored until then.
    </EmptyState>
  );
}
