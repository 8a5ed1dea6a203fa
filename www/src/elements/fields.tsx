// The form kit: native fields with a label, a hint, and an error in its place. Native, because the names of Lime's input
// fields do not reach screen readers through their shadow roots.

import { clsx } from "clsx";
import type { ComponentChildren, InputHTMLAttributes, TextareaHTMLAttributes } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import styles from "./fields.module.css";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";
import { VisuallyHidden } from "./text.tsx";

interface FieldProps {
  label: string;
  /** Hides the label, except from screen readers. Default: false. */
  hideLabel?: boolean | undefined;
  hint?: ComponentChildren;
  /** Replaces the hint and marks the field as invalid. */
  error?: string | undefined;
  /** Marks the field as invalid where the error is said elsewhere. Default: whether there is an error. */
  invalid?: boolean | undefined;
  /** Class of the whole field. */
  class?: string | undefined;
}

/** Attributes that connect a control with its label and its hint. */
interface ControlAttributes {
  id: string;
  "aria-describedby": string;
  "aria-invalid": boolean;
}

/** Label, control and hint. For controls of another kind than those below. */
export function Field({
  label,
  hideLabel = false,
  hint,
  error,
  invalid = error !== undefined,
  class: name,
  control,
}: FieldProps & { control(attributes: ControlAttributes): ComponentChildren }) {
  const id = useId();
  return (
    <div class={clsx(styles.field, name)}>
      <label class={hideLabel ? undefined : styles.label} for={id}>
        {hideLabel ? <VisuallyHidden>{label}</VisuallyHidden> : label}
      </label>
      {control({ id, "aria-describedby": `${id}-hint`, "aria-invalid": invalid })}
      <Hint id={`${id}-hint`} hint={hint} error={error} />
    </div>
  );
}

/** Splits the properties of a text field into those of the field and the attributes of its control. */
function splitProps<P extends FieldProps>({ label, hideLabel, hint, error, invalid, class: name, ...attributes }: P) {
  return { field: { label, hideLabel, hint, error, invalid, class: name }, attributes };
}

/** Hint of a field, or its error. */
function Hint({ id, hint, error }: { id: string; hint: ComponentChildren; error: string | undefined }) {
  return (
    <span id={id} dir="auto" class={clsx(styles.hint, error !== undefined && styles.error)}>
      {error ?? hint}
    </span>
  );
}

type TextFieldProps = FieldProps & {
  value: string;
  onInput(value: string): void;
  type?: "text" | "search" | "url" | "password" | "number" | "date" | "month" | undefined;
  icon?: IconName | undefined;
  /** Texts offered while typing. */
  suggestions?: readonly string[] | undefined;
  onEnter?: (() => void) | undefined;
} & Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onInput" | "type" | "icon" | "label" | "class">;

/** Single line of text, a number or a date, as text. */
export function TextField({
  value,
  onInput,
  type = "text",
  icon,
  suggestions,
  onEnter,
  onKeyDown,
  ...props
}: TextFieldProps) {
  const { field, attributes } = splitProps(props);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  // A number or date that is half typed has no value; assigning one would erase what is typed.
  useLayoutEffect(() => {
    const { current } = input;
    if (!current || current.value === value || (current === document.activeElement && current.validity.badInput))
      return;
    current.value = value;
  });
  return (
    <Field
      {...field}
      control={(connected) => (
        <span class={clsx(icon && styles.withIcon)}>
          {icon && <Icon name={icon} />}
          <input
            spellcheck={false}
            autocapitalize="off"
            // Keeps password managers away from secrets that are not the user's own.
            autocomplete={type === "password" ? "new-password" : "off"}
            step={type === "number" ? "any" : undefined}
            {...({ ...attributes, ...connected, type, list: suggestions && list } as object)}
            ref={input}
            class={styles.control}
            onInput={(event) => onInput(event.currentTarget.value)}
            onKeyDown={(event) => {
              onKeyDown?.(event);
              if (event.key === "Enter" && !event.defaultPrevented) onEnter?.();
            }}
          />
          {suggestions && (
            <datalist id={list}>
              {suggestions.map((text) => (
                <option key={text} value={text} />
              ))}
            </datalist>
          )}
        </span>
      )}
    />
  );
}

type TextAreaProps = FieldProps & {
  value: string;
  onInput(value: string): void;
} & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "value" | "onInput" | "label" | "class">;

/** Several lines of text. */
export function TextArea({ value, onInput, rows = 3, ...props }: TextAreaProps) {
  const { field, attributes } = splitProps(props);
  return (
    <Field
      {...field}
      control={(connected) => (
        <textarea
          spellcheck={false}
          {...attributes}
          {...connected}
          rows={rows}
          class={styles.control}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    />
  );
}

export interface SelectOption {
  value: string;
  text: string;
  /** Name in Lime CRM, where it differs from the text. */
  secondary?: string | undefined;
  disabled?: boolean | undefined;
}

type SelectFieldProps = FieldProps & {
  value: string;
  options: readonly SelectOption[];
  onChange(value: string): void;
  /** Emphasizes a value that is not the default. Default: false. */
  isSet?: boolean | undefined;
  disabled?: boolean | undefined;
};

/** Choice of one option. A value that is not among the options is added to them. */
export function SelectField({ value, options, onChange, isSet = false, disabled, ...field }: SelectFieldProps) {
  const isKnown = options.some((option) => option.value === value);
  const select = useRef<HTMLSelectElement>(null);
  // A refused change leaves the value as it was, and the browser's own choice differs from it.
  useLayoutEffect(() => {
    if (select.current && select.current.value !== value) select.current.value = value;
  });
  return (
    <Field
      {...field}
      control={(connected) => (
        <select
          {...connected}
          ref={select}
          disabled={disabled}
          class={clsx(styles.control, isSet && styles.set)}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {[...options, ...(isKnown ? [] : [{ value, text: value } as SelectOption])].map((option) => (
            <option
              key={option.value}
              value={option.value}
              disabled={option.disabled}
              selected={option.value === value}
            >
              {optionText(option)}
            </option>
          ))}
        </select>
      )}
    />
  );
}

function optionText({ text, secondary }: SelectOption): string {
  return secondary === undefined ? text : `${text} (${secondary})`;
}

interface CheckProps {
  label: ComponentChildren;
  value: boolean;
  onChange(value: boolean): void;
  hint?: ComponentChildren;
  error?: string | undefined;
  disabled?: boolean | undefined;
  class?: string | undefined;
}

/** Checkbox with its label behind it. */
export function Checkbox(props: CheckProps) {
  return <Check {...props} />;
}

/** Switch for something that is on or off: looks like a checkbox. */
export function Switch(props: CheckProps) {
  return <Check {...props} role="switch" />;
}

function Check({ label, value, onChange, hint, error, disabled, class: name, role }: CheckProps & { role?: "switch" }) {
  const id = useId();
  return (
    <div class={clsx(styles.field, name)}>
      <label class={styles.check}>
        <input
          type="checkbox"
          role={role}
          checked={value}
          disabled={disabled}
          aria-describedby={id}
          aria-invalid={error !== undefined}
          onChange={(event) => {
            const { checked } = event.currentTarget;
            // The element shows the value; a change that is refused leaves it.
            event.currentTarget.checked = value;
            onChange(checked);
          }}
        />
        <span>{label}</span>
      </label>
      <Hint id={id} hint={hint} error={error} />
    </div>
  );
}

type CheckboxGroupProps = FieldProps & {
  values: readonly string[];
  options: readonly SelectOption[];
  onChange(values: string[]): void;
};

/** Choice of several options. Values that are not among the options are added to them. */
export function CheckboxGroup({ label, hint, error, class: name, values, options, onChange }: CheckboxGroupProps) {
  const id = useId();
  const unknown = values.filter((value) => !options.some((option) => option.value === value));
  const all = [...options, ...unknown.map((value) => ({ value, text: value }) as SelectOption)];
  const change = (value: string, isOn: boolean) =>
    onChange(all.map((option) => option.value).filter((other) => (other === value ? isOn : values.includes(other))));
  return (
    <div class={clsx(styles.field, name)}>
      <span class={styles.label} id={id}>
        {label}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this one is */}
      <div class={styles.group} role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
        {all.map((option) => (
          <label key={option.value} class={styles.check}>
            <input
              type="checkbox"
              value={option.value}
              checked={values.includes(option.value)}
              onChange={(event) => change(option.value, event.currentTarget.checked)}
            />
            <span>{optionText(option)}</span>
          </label>
        ))}
      </div>
      <Hint id={`${id}-hint`} hint={hint} error={error} />
    </div>
  );
}
