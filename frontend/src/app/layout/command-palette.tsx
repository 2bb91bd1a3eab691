/** Ctrl K: go to a page, an account or a bank, search transactions, change how Saldo looks. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useState } from "react";
import {
  Autocomplete,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  SearchField,
  useFilter,
} from "react-aria-components";
import { type Command, useCommands } from "@/app/layout/use-commands";
import { accountsQuery, connectionsQuery } from "@/shared/api/queries";
import { Dialog } from "@/shared/ui/dialog";

type CommandPaletteProps = { onClose: () => void; onKeys: () => void };

export function CommandPalette({ onClose, onKeys }: CommandPaletteProps) {
  const [text, setText] = useState("");
  const accounts = useQuery(accountsQuery);
  const connections = useQuery(connectionsQuery);
  const sections = useCommands(accounts.data ?? [], connections.data?.connections ?? [], onKeys);
  const navigate = useNavigate();
  const { contains } = useFilter({ sensitivity: "base" });
  const query = text.trim();
  const find: Command = {
    id: "find",
    label: `Find “${query}” in transactions`,
    icon: Search,
    run: () => void navigate({ to: "/transactions", search: { search: query } }),
  };
  const isShown = (label: string, input: string) => contains(label, input) || label === find.label;

  return (
    <Dialog title="Search or jump to" hideTitle isOpen onClose={onClose} className="self-start sm:mt-[12vh]">
      <Autocomplete filter={isShown} inputValue={text} onInputChange={setText}>
        <SearchField aria-label="Search or jump to" autoFocus className="border-b border-hairline">
          <Input
            placeholder="A page, an account, a bank, or words to find"
            className="h-13 w-full bg-transparent px-5 text-16 outline-none placeholder:text-ink-2 [&::-webkit-search-cancel-button]:hidden"
          />
        </SearchField>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable without a pointer */}
        <div tabIndex={0} className="max-h-[min(60vh,420px)] overflow-y-auto">
          <Menu aria-label="Results" className="p-2 outline-none">
            {sections.map((section) => (
              <MenuSection key={section.label}>
                <Header className="px-3 pt-2 pb-1 text-12 font-medium text-ink-2">{section.label}</Header>
                {section.commands.map((command) => (
                  <Row key={command.id} command={command} onDone={onClose} />
                ))}
              </MenuSection>
            ))}
            {query === "" ? null : (
              <MenuSection key="find">
                <Header className="px-3 pt-2 pb-1 text-12 font-medium text-ink-2">Search</Header>
                <Row command={find} onDone={onClose} />
              </MenuSection>
            )}
          </Menu>
        </div>
      </Autocomplete>
    </Dialog>
  );
}

function Row({ command, onDone }: { command: Command; onDone: () => void }) {
  const { id, label, note, icon: Icon, run } = command;
  return (
    <MenuItem
      id={id}
      textValue={label}
      onAction={() => {
        onDone();
        run();
      }}
      className="flex h-10 cursor-pointer items-center gap-3 rounded-control px-3 outline-none focus:bg-sunken"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-2" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {note === undefined ? null : <span className="text-13 text-ink-2">{note}</span>}
    </MenuItem>
  );
}
