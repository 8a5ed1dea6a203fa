// Fields of an instance's keys, for the sections of its form.

import { useState } from "preact/hooks";
import type { PropertyInfo } from "userlike-limeobject";
import { SelectField, Switch, TextField } from "../../elements/fields.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import type { BooleanKey, IdentifiedBlock, Instance, TextKey, TranscriptKey } from "./model/config.ts";
import { idempotencyPath } from "./model/config.ts";
import { setBoolean, setIdempotencyProperty, setText, setTranscript } from "./model/config-edit.ts";
import { keyProperties } from "./model/metadata.ts";
import { optionOf } from "./options.ts";
import { useEditor, useInstance, useSelect } from "./use-editor.ts";

interface TextKeyFieldProps {
  name: TextKey;
  label: string;
  hint: string;
  /** Said where there is no problem. */
  warning?: string | undefined;
}

export function TextKeyField({ name, label, hint, warning }: TextKeyFieldProps) {
  const editor = useEditor();
  const value = useInstance((instance) => instance[name] ?? "");
  const error = useSelect((editor) => editor.instanceError(name));
  return (
    <TextField
      label={label}
      hint={hint}
      error={error ?? warning}
      value={value}
      onInput={(value) => editor.edit((text, instance) => setText(text, instance, name, value), name)}
    />
  );
}

interface SelectKeyFieldProps {
  name: TextKey;
  label: string;
  hint?: string;
  /** Value that stands for a missing key. Default: the empty text. */
  fallback?: string;
  options: readonly { value: string; text: string; secondary?: string | undefined }[];
}

export function SelectKeyField({ name, label, hint, fallback = "", options }: SelectKeyFieldProps) {
  const editor = useEditor();
  const value = useInstance((instance) => instance[name] ?? fallback);
  const error = useSelect((editor) => editor.instanceError(name));
  return (
    <SelectField
      label={label}
      hint={hint}
      error={error}
      value={value}
      options={options}
      onChange={(value) => editor.edit((text, instance) => setText(text, instance, name, value))}
    />
  );
}

interface TranscriptFieldProps {
  name: TranscriptKey;
  label: string;
  hint: string;
  /** Returns texts offered while typing. */
  suggest?(): readonly string[];
}

export function TranscriptField({ name, label, hint, suggest }: TranscriptFieldProps) {
  const editor = useEditor();
  const value = useInstance(({ transcript }) => transcript[name] ?? "");
  const [suggestions, setSuggestions] = useState<readonly string[]>();
  const error = useSelect((editor) => editor.instanceError("transcript", name));
  return (
    <TextField
      label={label}
      hint={hint}
      error={error}
      value={value}
      suggestions={suggestions}
      onFocus={() => setSuggestions(suggest?.())}
      onInput={(value) => editor.edit((text, instance) => setTranscript(text, instance, name, value), name)}
    />
  );
}

interface SwitchKeyFieldProps {
  name: BooleanKey;
  label: string;
}

export function SwitchKeyField({ name, label }: SwitchKeyFieldProps) {
  const editor = useEditor();
  const value = useInstance((instance) => instance[name] ?? false);
  const error = useSelect((editor) => editor.instanceError(name));
  return (
    <Switch
      label={label}
      error={error}
      value={value}
      onChange={(value) => editor.edit((text, instance) => setBoolean(text, instance, name, value))}
    />
  );
}

interface IdempotencyFieldProps {
  block: IdentifiedBlock;
}

/** Select for the property by which Lime CRM refuses a second object. */
export function IdempotencyField({ block }: IdempotencyFieldProps) {
  const editor = useEditor();
  const value = useInstance((instance) => instance[block].idempotencyProperty ?? "");
  const error = useSelect((editor) => editor.instanceError(...idempotencyPath(block)));
  const limetype = editor.blocks[block].limetype.value;
  return (
    <SelectField
      label={t("idempotency")}
      hint={t("idempotencyHelp")}
      error={error}
      value={value}
      options={[
        { value: "", text: t("noIdempotency") },
        ...keyProperties(limetype, editor.limetypes.value).map(optionOf),
      ]}
      onChange={(value) => editor.edit((text, instance) => setIdempotencyProperty(text, instance, block, value))}
    />
  );
}

interface RelationFieldProps {
  name: TextKey;
  /** What the relation leads to. */
  what: string;
  /** Whether nothing is written without the relation. Default: false. */
  isWritten?: boolean;
  fitting(instance: Instance, limetypes: LimetypeIndex): readonly PropertyInfo[];
}

/** Select for one of the instance's relations. */
export function RelationField({ name, what, isWritten = false, fitting }: RelationFieldProps) {
  const editor = useEditor();
  const options = useInstance((instance) => fitting(instance, editor.limetypes.value));
  return (
    <SelectKeyField
      name={name}
      label={t("relation", { what })}
      options={[{ value: "", text: isWritten ? t("noRelation") : t("noConnection") }, ...options.map(optionOf)]}
    />
  );
}
