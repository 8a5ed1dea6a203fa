// Editor of a property's rule, beside its current result.

import { useRef, useState } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { SelectField, TextField } from "../../elements/fields.tsx";
import { Icon } from "../../elements/icon.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { ConstantField } from "./constant-field.tsx";
import { FieldPicker } from "./field-picker.tsx";
import { FieldGrid, Group } from "./form-section.tsx";
import { MapField } from "./map-field.tsx";
import type { Block, PropertyRule, RuleTextKey } from "./model/config.ts";
import { type RuleChange, removeRule, setRule } from "./model/config-edit.ts";
import type { MissingField } from "./model/payload-tree.ts";
import { fieldsWithoutFallback } from "./model/template-fields.ts";
import { ifInvalidOptions } from "./options.ts";
import styles from "./property-editor.module.css";
import { ResultPanel } from "./result-panel.tsx";
import { SourcesField } from "./sources-field.tsx";
import { useEditor, useSelect } from "./use-editor.ts";

interface PropertyEditorProps {
  block: Block;
  name: string;
}

const NO_KEYS: readonly string[] = [];
const NO_MAP: PropertyRule["map"] = [];

/** Returns a part of the property's rule. Each field reads its own, so that a key draws the field alone. */
function useRule<T>({ block, name }: PropertyEditorProps, select: (rule: PropertyRule | undefined) => T): T {
  return useSelect(({ blocks }) => select(blocks[block].rules.value.get(name)), [block, name]);
}

/** Returns the first problem at a key of the rule; with `below` also of those inside it. */
function useProblem({ block, name }: PropertyEditorProps, key: string, below = false): string | undefined {
  return useSelect(
    (editor) => {
      const rule = editor.blocks[block].rules.value.get(name);
      return rule && editor.errorAt(`${rule.pointer}/${key}`, below);
    },
    [block, name, key, below],
  );
}

/** Returns a function that changes the rule. Changes of the same `what` are undone together. */
function useChange({ block, name }: PropertyEditorProps): (what: string, change: RuleChange) => void {
  const editor = useEditor();
  return (what, change) =>
    editor.edit((text, instance) => setRule(text, instance, block, name, change), `${block}.${name}.${what}`);
}

export function PropertyEditor(props: PropertyEditorProps) {
  const hasRule = useRule(props, (rule) => rule !== undefined);
  // Replacements apply to values of the payload and of templates only.
  const hasMap = useRule(
    props,
    (rule) => rule !== undefined && (rule.userlikeKeys.length > 0 || rule.template !== null || rule.map.length > 0),
  );
  // Only values of the payload can be lists.
  const hasLists = useRule(
    props,
    (rule) => rule !== undefined && (rule.userlikeKeys.length > 0 || rule.each !== null || rule.join !== null),
  );
  return (
    <div class={styles.editor}>
      <div class={styles.controls}>
        <Sources {...props} />
        <TemplateField {...props} />
        <DefaultField {...props} />
        {hasMap && <Replacements {...props} />}
        {hasLists && (
          <Group title={t("lists")} help={t("listsHelp")}>
            <FieldGrid>
              <RuleTextField {...props} of="each" hint={t("eachHelp")} />
              <RuleTextField {...props} of="join" hint={t("joinHelp")} />
            </FieldGrid>
          </Group>
        )}
        {hasRule && <OddValues {...props} />}
      </div>
      <ResultPanel {...props} />
    </div>
  );
}

function Sources(props: PropertyEditorProps) {
  const editor = useEditor();
  const change = useChange(props);
  const keys = useRule(props, (rule) => rule?.userlikeKeys ?? NO_KEYS);
  const { block, name } = props;
  const errors = useSelect(
    (editor) => {
      const rule = editor.blocks[block].rules.value.get(name);
      const isOnly = rule?.userlikeKeys.length === 1;
      return rule?.userlikeKeys.map((_, index) =>
        editor.errorAt(`${rule.pointer}/${isOnly ? "userlikeKey" : `userlikeKey/${index}`}`),
      );
    },
    [block, name],
  );
  // The fields show the conversation's values.
  editor.payload.value;
  return (
    <Group title={t("sources")} help={t("sourcesHelp")}>
      <SourcesField keys={keys} errorAt={(index) => errors?.[index]} onChange={(keys) => change("keys", { keys })} />
    </Group>
  );
}

function DefaultField(props: PropertyEditorProps) {
  const { block, name } = props;
  const change = useChange(props);
  const property = useSelect(({ blocks }) => blocks[block].properties.value.get(name), [block, name]);
  const value = useRule(props, (rule) => rule?.defaultValue ?? undefined);
  return (
    <ConstantField
      label={t("defaultValue")}
      hint={t("defaultHelp")}
      error={useProblem(props, "defaultValue", true)}
      property={property}
      value={value}
      onChange={(defaultValue) => change("default", { defaultValue })}
    />
  );
}

function Replacements(props: PropertyEditorProps) {
  const { block, name } = props;
  const change = useChange(props);
  const property = useSelect(({ blocks }) => blocks[block].properties.value.get(name), [block, name]);
  const map = useRule(props, (rule) => rule?.map ?? NO_MAP);
  const now = useSelect(
    ({ blocks, payload }) =>
      (blocks[block].rules.value.get(name)?.userlikeKeys ?? NO_KEYS)
        .map((key) => payload.value.textAt(key))
        .find((text) => text !== undefined && text !== ""),
    [block, name],
  );
  return (
    <Group title={t("map")} help={t("mapHelp")}>
      <MapField
        map={map}
        property={property}
        now={now}
        error={useProblem(props, "map", true)}
        onChange={(map) => change("map", { map })}
      />
    </Group>
  );
}

function RuleTextField({ of, hint, ...props }: PropertyEditorProps & { of: RuleTextKey; hint: string }) {
  const change = useChange(props);
  const value = useRule(props, (rule) => rule?.[of] ?? "");
  return (
    <TextField
      label={t(of)}
      hint={hint}
      error={useProblem(props, of)}
      value={value}
      onInput={(value) => change(of, { [of]: value })}
    />
  );
}

/** What becomes of values that cannot be used or are missing, and the end of the rule. */
function OddValues(props: PropertyEditorProps) {
  const { block } = props;
  const editor = useEditor();
  const change = useChange(props);
  const ifInvalid = useRule(props, (rule) => rule?.ifInvalid ?? "");
  const whenEmpty = useRule(props, (rule) => rule?.whenEmpty ?? "keep");
  const remove = () =>
    editor.edit((text, instance) => {
      const rule = editor.blocks[block].rules.value.get(props.name);
      return rule === undefined ? text : removeRule(text, instance, block, rule);
    });
  return (
    <>
      <FieldGrid>
        <SelectField
          label={t("ifInvalid")}
          hint={t("ifInvalidHelp")}
          error={useProblem(props, "ifInvalid")}
          value={ifInvalid}
          options={[{ value: "", text: t("ifInvalidUsual") }, ...ifInvalidOptions()]}
          onChange={(ifInvalid) => change("ifInvalid", { ifInvalid })}
        />
        <SelectField
          label={t("whenEmpty")}
          hint={t("whenEmptyHelp")}
          error={useProblem(props, "whenEmpty")}
          value={whenEmpty}
          options={[
            { value: "keep", text: t("whenEmptyKeep") },
            { value: "clear", text: t("whenEmptyClear") },
          ]}
          onChange={(value) => change("whenEmpty", { whenEmpty: value === "keep" ? "" : value })}
        />
      </FieldGrid>
      <div>
        <Button icon="delete" onClick={remove}>
          {t("unmap")}
        </Button>
      </div>
    </>
  );
}

function MissingHint({ path, suggestion }: MissingField) {
  return (
    <span class={styles.missing}>
      <Icon name="info" />
      <span>
        {suggestion === undefined ? t("fieldMissing", { path }) : t("fieldMissingLike", { path, suggestion })}
      </span>
    </span>
  );
}

function TemplateField(props: PropertyEditorProps) {
  const change = useChange(props);
  const value = useRule(props, (rule) => rule?.template ?? "");
  const error = useProblem(props, "template");
  const missing = useSelect(
    ({ payload }) => fieldsWithoutFallback(value).flatMap((path) => payload.value.missing(path) ?? []),
    [value],
  );
  const [isPicking, setPicking] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const onChange = (template: string) => change("template", { template });
  // The picked field is inserted where the caret was last.
  const insert = (path: string) => {
    const caret = element.current?.querySelector("input")?.selectionStart ?? value.length;
    onChange(`${value.slice(0, caret)}{${path}}${value.slice(caret)}`);
  };
  return (
    <div ref={element} class={styles.template}>
      <TextField
        label={t("template")}
        hint={
          <>
            {t("templateHelp")}
            {missing.map((field) => (
              <MissingHint key={field.path} {...field} />
            ))}
          </>
        }
        error={error}
        value={value}
        onInput={onChange}
      />
      <div>
        <Button icon="add" onClick={() => setPicking(true)}>
          {t("insertField")}
        </Button>
      </div>
      {isPicking && (
        <FieldPicker
          current={undefined}
          onClose={(path) => {
            setPicking(false);
            if (path !== undefined) insert(path);
          }}
        />
      )}
    </div>
  );
}
