// Editor of a property's rule, beside its current result.

import { useRef, useState } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { SelectField, TextField } from "../../elements/fields.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { ConstantField } from "./constant-field.tsx";
import { FieldPicker } from "./field-picker.tsx";
import { FieldGrid, Group } from "./form-section.tsx";
import { MapField } from "./map-field.tsx";
import type { Block, PropertyRule, RuleTextKey } from "./model/config.ts";
import { type RuleChange, removeRule, setRule } from "./model/config-edit.ts";
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

export function PropertyEditor({ block, name }: PropertyEditorProps) {
  const editor = useEditor();
  const property = useSelect(({ blocks }) => blocks[block].properties.value.get(name), [block, name]);
  const rule = useSelect(({ blocks }) => blocks[block].rules.value.get(name), [block, name]);
  // Renders again when a problem of the rule comes or goes.
  useSelect((editor) => (rule === undefined ? [] : editor.problemsAt(rule.pointer, true)), [rule]);
  const payload = editor.payload.value;
  const change = (what: string, ruleChange: RuleChange) =>
    editor.edit((text, instance) => setRule(text, instance, block, name, ruleChange), `${block}.${name}.${what}`);
  const at = (key: string, below = false) =>
    rule === undefined ? undefined : editor.errorAt(`${rule.pointer}/${key}`, below);
  const keys = rule?.userlikeKeys ?? NO_KEYS;
  const map = rule?.map ?? NO_MAP;
  const textField = (key: RuleTextKey, hint: string) => (
    <TextField
      label={t(key)}
      hint={hint}
      error={at(key)}
      value={rule?.[key] ?? ""}
      onInput={(value) => change(key, { [key]: value })}
    />
  );
  return (
    <div class={styles.editor}>
      <div class={styles.controls}>
        <Group title={t("sources")} help={t("sourcesHelp")}>
          <SourcesField
            keys={keys}
            errorAt={(index) => at(keys.length === 1 ? "userlikeKey" : `userlikeKey/${index}`)}
            onChange={(keys) => change("keys", { keys })}
          />
        </Group>
        <TemplateField
          value={rule?.template ?? ""}
          error={at("template")}
          onChange={(template) => change("template", { template })}
        />
        <ConstantField
          label={t("defaultValue")}
          hint={t("defaultHelp")}
          error={at("defaultValue", true)}
          property={property}
          value={rule?.defaultValue ?? undefined}
          onChange={(defaultValue) => change("default", { defaultValue })}
        />
        {/* Replacements apply to values of the payload and of templates only. */}
        {(keys.length > 0 || rule?.template != null || map.length > 0) && (
          <Group title={t("map")} help={t("mapHelp")}>
            <MapField
              map={map}
              property={property}
              now={keys.map((key) => payload.textAt(key)).find((text) => text !== undefined && text !== "")}
              error={at("map", true)}
              onChange={(map) => change("map", { map })}
            />
          </Group>
        )}
        {/* Only values of the payload can be lists. */}
        {(keys.length > 0 || rule?.each != null || rule?.join != null) && (
          <Group title={t("lists")} help={t("listsHelp")}>
            <FieldGrid>
              {textField("each", t("eachHelp"))}
              {textField("join", t("joinHelp"))}
            </FieldGrid>
          </Group>
        )}
        {rule !== undefined && (
          <>
            <FieldGrid>
              <SelectField
                label={t("ifInvalid")}
                hint={t("ifInvalidHelp")}
                error={at("ifInvalid")}
                value={rule.ifInvalid ?? ""}
                options={[{ value: "", text: t("ifInvalidUsual") }, ...ifInvalidOptions()]}
                onChange={(ifInvalid) => change("ifInvalid", { ifInvalid })}
              />
              <SelectField
                label={t("whenEmpty")}
                hint={t("whenEmptyHelp")}
                error={at("whenEmpty")}
                value={rule.whenEmpty ?? "keep"}
                options={[
                  { value: "keep", text: t("whenEmptyKeep") },
                  { value: "clear", text: t("whenEmptyClear") },
                ]}
                onChange={(value) => change("whenEmpty", { whenEmpty: value === "keep" ? "" : value })}
              />
            </FieldGrid>
            <div>
              <Button
                icon="delete"
                onClick={() => editor.edit((text, instance) => removeRule(text, instance, block, rule))}
              >
                {t("unmap")}
              </Button>
            </div>
          </>
        )}
      </div>
      <ResultPanel block={block} name={name} />
    </div>
  );
}

interface TemplateFieldProps {
  value: string;
  error: string | undefined;
  onChange(template: string): void;
}

function TemplateField({ value, error, onChange }: TemplateFieldProps) {
  const [isPicking, setPicking] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  // The picked field is inserted where the caret was last.
  const insert = (path: string) => {
    const caret = element.current?.querySelector("input")?.selectionStart ?? value.length;
    onChange(`${value.slice(0, caret)}{${path}}${value.slice(caret)}`);
  };
  return (
    <div ref={element} class={styles.template}>
      <TextField label={t("template")} hint={t("templateHelp")} error={error} value={value} onInput={onChange} />
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
