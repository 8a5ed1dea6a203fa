// Field for a constant, with a control by property type. A value that does not fit the control is shown as text, so
// that it can be seen and corrected.

import { useRef } from "preact/hooks";
import type { PropertyInfo } from "userlike-limeobject";
import { CheckboxGroup, SelectField, type SelectOption, TextArea, TextField } from "../../elements/fields.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";

interface ConstantFieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  property: PropertyInfo | undefined;
  /** Undefined without a value. */
  value: unknown;
  onChange(value: unknown): void;
  class?: string | undefined;
}

/** Control for a constant. */
type ControlType = "options" | "several" | "yesno" | "number" | "date" | "month" | "lines" | "text";

/** Number in JSON syntax. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

export function ConstantField({ property, value, onChange, class: name, ...field }: ConstantFieldProps) {
  const element = useRef<HTMLDivElement>(null);
  const last = useRef<ControlType | undefined>(undefined);
  // Keeps the control while the user types: a partial number is not a number yet.
  const isTyping = element.current?.contains(document.activeElement) ?? false;
  const control = isTyping && last.current !== undefined ? last.current : controlFor(property, value);
  last.current = control;
  return (
    <div ref={element} class={name}>
      <Control control={control} property={property} value={value} onChange={onChange} {...field} />
    </div>
  );
}

type ControlProps = Omit<ConstantFieldProps, "class"> & { control: ControlType };

function Control({ control, property, value, onChange, ...field }: ControlProps) {
  switch (control) {
    case "options":
      return (
        <SelectField
          {...field}
          value={String(value ?? "")}
          options={[{ value: "", text: t("none") }, ...optionsOf(property)]}
          onChange={onChange}
        />
      );
    case "several":
      return (
        <CheckboxGroup {...field} values={setKeys(value) ?? []} options={optionsOf(property)} onChange={onChange} />
      );
    case "yesno":
      return (
        <SelectField
          {...field}
          value={String(value ?? "")}
          options={[
            { value: "", text: t("none") },
            { value: "true", text: t("yes") },
            { value: "false", text: t("no") },
          ]}
          onChange={(text) => onChange(text === "" ? undefined : text === "true")}
        />
      );
    case "lines":
      return <TextArea {...field} value={inputText(value)} onInput={onChange} />;
    case "number":
      return (
        <TextField
          {...field}
          type="number"
          value={inputText(value)}
          onInput={(text) => onChange(isExactNumber(text) ? Number(text) : text)}
        />
      );
    default:
      return <TextField {...field} type={control} value={inputText(value)} onInput={onChange} />;
  }
}

function controlFor(property: PropertyInfo | undefined, value: unknown): ControlType {
  const fits = (right: boolean, control: ControlType): ControlType => (value === undefined || right ? control : "text");
  switch (property?.type) {
    case "option":
      return fits(typeof value === "string", "options");
    case "set":
      return fits(setKeys(value) !== undefined, "several");
    case "yesno":
      return fits(typeof value === "boolean", "yesno");
    case "integer":
    case "decimal":
    case "percent":
    case "user":
    case "file":
    case "belongsto":
      return fits(typeof value === "number" || (typeof value === "string" && NUMBER.test(value)), "number");
    case "date":
      return fits(typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value), "date");
    case "month":
      return fits(typeof value === "string" && /^\d{4}-\d\d$/.test(value), "month");
    case "text":
    case "xml":
      return fits(typeof value === "string", "lines");
    default:
      return "text";
  }
}

function optionsOf(property: PropertyInfo | undefined): SelectOption[] {
  const options = (property?.options ?? []).filter((option) => option.key !== "");
  return options.map(({ key, text, inactive }) => ({
    value: key,
    text: text || key,
    secondary: inactive ? `${key} · ${t("inactive")}` : text === key ? undefined : key,
  }));
}

/** Reads the keys of a set: a list, or one text with commas. */
function setKeys(value: unknown): string[] | undefined {
  if (typeof value === "string") return value.split(",").map((text) => text.trim());
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  return value === undefined ? [] : undefined;
}

function inputText(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Returns whether JavaScript represents the number exactly. */
function isExactNumber(text: string): boolean {
  return NUMBER.test(text) && (!Number.isInteger(Number(text)) || Number.isSafeInteger(Number(text)));
}
