/** Labelled text inputs with a hint and an error in words. */
import { Search, X } from "lucide-react";
import type { Ref } from "react";
import {
  Button as AriaButton,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
} from "react-aria-components";
import { cx } from "@/shared/ui/cx";

export const INPUT_CLASS =
  "h-10 w-full rounded-control border border-ink-3/60 bg-sheet px-3 text-14 text-ink placeholder:text-ink-2 transition-colors hover:border-ink-3 focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-50 invalid:border-problem data-invalid:border-problem";

export type TextFieldProps = Omit<AriaTextFieldProps, "className" | "style" | "children"> & {
  label: string;
  hint?: string;
  /** Shown under the field, and marks it invalid. */
  error?: string | undefined;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
};

export function TextField({
  label,
  hint,
  error,
  placeholder,
  inputRef,
  className,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField
      {...props}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={cx("flex flex-col gap-1.5", className)}
    >
      <Label className="text-13 font-medium text-ink">{label}</Label>
      <Input ref={inputRef} placeholder={placeholder} className={INPUT_CLASS} />
      {hint !== undefined && error === undefined ? (
        <Text slot="description" className="text-13 text-ink-2">
          {hint}
        </Text>
      ) : null}
      <FieldError className="text-13 text-problem">{error}</FieldError>
    </AriaTextField>
  );
}

export type SearchFieldProps = Omit<AriaSearchFieldProps, "className" | "style" | "children"> & {
  label: string;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
};

/** The label is for screen readers; the placeholder says the same to everybody else. */
export function SearchField({ label, placeholder, inputRef, className, ...props }: SearchFieldProps) {
  return (
    <AriaSearchField
      {...props}
      aria-label={label}
      className={cx("group relative flex items-center", className)}
    >
      <Search aria-hidden className="pointer-events-none absolute left-3 size-4 text-ink-3" />
      <Input
        ref={inputRef}
        placeholder={placeholder}
        className={cx(INPUT_CLASS, "h-9 pr-8 pl-9 [&::-webkit-search-cancel-button]:hidden")}
      />
      <AriaButton
        aria-label="Clear"
        className="absolute right-1.5 grid size-6 place-items-center rounded-control text-ink-2 group-data-empty:hidden hover:bg-sunken"
      >
        <X aria-hidden className="size-3.5" />
      </AriaButton>
    </AriaSearchField>
  );
}
