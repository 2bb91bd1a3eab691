/** A choice of one from a long list: typing narrows it, leaving without a choice keeps what was chosen. */
import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, useContext, useEffect, useState } from "react";
import {
  Button as AriaButton,
  ComboBox,
  ComboBoxStateContext,
  Input,
  Label,
  ListBox,
  Popover,
} from "react-aria-components";
import { cx } from "@/shared/ui/cx";
import { INPUT_CLASS } from "@/shared/ui/field";
import { type Choice, ChoiceRow, POPOVER_CLASS } from "@/shared/ui/select";

type SearchableSelectProps = {
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange: (id: string) => void;
  /** Takes the focus as it appears: for a field that a person has just asked for. */
  isFocused?: boolean;
};

export function SearchableSelect({ label, choices, value, onChange, isFocused }: SearchableSelectProps) {
  const shown = useKnown(choices, value);
  return (
    <ComboBox
      defaultItems={choices}
      selectedKey={shown === "" ? null : shown}
      menuTrigger="focus"
      // Stays open when nothing is in it: the choices may come after the first letters, or no words be found.
      allowsEmptyCollection
      onSelectionChange={(id) => id !== null && id !== value && onChange(String(id))}
      className="flex flex-col gap-1.5"
    >
      <Label className="text-13 font-medium">{label}</Label>
      <div className="relative">
        <SearchInput isFocused={isFocused === true} />
        <AriaButton className="absolute inset-y-0 right-0 grid w-10 place-items-center text-ink-2">
          <ChevronDown aria-hidden className="size-4" />
        </AriaButton>
      </div>
      <Popover className={cx(POPOVER_CLASS, "w-(--trigger-width)")}>
        <ListBox<Choice>
          className="max-h-72 overflow-auto p-1 outline-none"
          renderEmptyState={() => (
            <p className="px-3 py-2 text-14 text-ink-2">
              {choices.length === 0 ? "Loading…" : "Nothing here has these words."}
            </p>
          )}
        >
          {(choice) => <ChoiceRow choice={choice} />}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** The field: coming in selects what stands there, and Enter takes the first choice that has what was typed. */
function SearchInput({ isFocused }: { isFocused: boolean }) {
  const state = useContext(ComboBoxStateContext);
  const isTyped = (text: string) => text !== (state?.selectedItem?.textValue ?? "");

  function takeFirst({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) {
    if (key !== "Enter" || state === null || !state.isOpen || !isTyped(currentTarget.value)) return;
    const { selectionManager, collection } = state;
    if (selectionManager.focusedKey === null) selectionManager.setFocusedKey(collection.getFirstKey());
  }

  return (
    <Input
      placeholder="Type to search"
      autoFocus={isFocused}
      // The list that opens gives the focus back in the midst of typing: what is typed must not be selected then.
      onFocus={({ currentTarget }) => !isTyped(currentTarget.value) && currentTarget.select()}
      onKeyDownCapture={takeFirst}
      className={cx(INPUT_CLASS, "pr-10")}
    />
  );
}

/**
 * The value once the list has it: the list may arrive after the value, or a newer list together with it, and the
 * field finds the words of a choice only in a list that it has already drawn.
 */
function useKnown(choices: readonly Choice[], value: string): string {
  const isKnown = value === "" || choices.some(({ id }) => id === value);
  const [shown, setShown] = useState(isKnown ? value : "");
  useEffect(() => {
    if (isKnown) setShown(value);
  }, [isKnown, value]);
  return shown;
}
