// Section of a relation: rules that find its object in Lime CRM, and the property that connects to it.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button, IconButton } from "../../elements/button.tsx";
import { CheckboxGroup, SelectField } from "../../elements/fields.tsx";
import { muted } from "../../elements/text.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { FieldPicker } from "./field-picker.tsx";
import { FieldGrid, Group } from "./form-section.tsx";
import type { MappingEditor } from "./mapping-editor.ts";
import type { LookupKey, LookupRule, Relation, RelationKey } from "./model/config.ts";
import { addLookupRule, moveLookupRule, removeLookupRule, setLookupRule, setRelation } from "./model/config-edit.ts";
import {
  defaultMarks,
  guessProperty,
  lookupLimetype,
  possibleMarks,
  relationsToOne,
  writableProperties,
} from "./model/metadata.ts";
import { optionOf } from "./options.ts";
import { PathField } from "./path-field.tsx";
import styles from "./relation-section.module.css";
import { useEditor, useInstance, useSelect } from "./use-editor.ts";

interface RelationSectionProps {
  name: RelationKey;
  title: string;
  /** Further fields. */
  children: ComponentChildren;
}

export function RelationSection({ name, title, children }: RelationSectionProps) {
  const editor = useEditor();
  const relation = useInstance((instance) => instance[name], [name]);
  const [isPicking, setPicking] = useState(false);
  const add = (path: string) =>
    editor.edit((text, instance) => {
      const property = guessProperty(path, lookupLimetype(instance, name), editor.limetypes.value);
      return addLookupRule(text, instance, name, instance[name], { key: path, property });
    });
  return (
    <Group title={title} level={3}>
      {relation === null || relation.rules.length === 0 ? (
        <p class={muted}>{t("noRules")}</p>
      ) : (
        <ol class={styles.rules}>
          {relation.rules.map((_, index) => (
            <LookupRuleRow key={index} name={name} index={index} />
          ))}
        </ol>
      )}
      <div>
        <Button icon="add" onClick={() => setPicking(true)}>
          {t("addRule")}
        </Button>
      </div>
      {relation !== null && <RelationFields name={name} title={title} relation={relation} />}
      <FieldGrid>{children}</FieldGrid>
      {isPicking && (
        <FieldPicker
          current={name === "personRelation" ? "contact.email" : undefined}
          onClose={(path) => {
            setPicking(false);
            if (path !== undefined) add(path);
          }}
        />
      )}
    </Group>
  );
}

/** Edits a relation of the selected instance, if it has it. */
function change(
  editor: MappingEditor,
  name: RelationKey,
  to: (text: string, relation: Relation) => string,
  merge?: string,
): void {
  editor.edit((text, instance) => {
    const relation = instance[name];
    return relation === null ? text : to(text, relation);
  }, merge);
}

interface RelationFieldsProps {
  name: RelationKey;
  title: string;
  relation: Relation;
}

function RelationFields({ name, title, relation }: RelationFieldsProps) {
  const editor = useEditor();
  const limetypes = editor.limetypes.value;
  const searched = useInstance((instance) => lookupLimetype(instance, name), [name]);
  const toOne = useInstance((instance) => relationsToOne(instance, searched, limetypes), [searched, limetypes]);
  const defaultRelation = useInstance(({ relationCoworker }) =>
    name === "personRelation" ? "person" : (relationCoworker ?? t("noConnection")),
  );
  const relationError = useSelect((editor) => editor.errorAt(relation.pointer), [relation.pointer]);
  const marksError = useSelect(
    (editor) => editor.errorAt(`${relation.pointer}/inactiveProperties`, true),
    [relation.pointer],
  );
  const usual = defaultMarks(searched, limetypes);
  const marks = relation.inactiveProperties ?? usual;
  const possible = possibleMarks(searched, limetypes).map(optionOf);
  return (
    <>
      <FieldGrid>
        <SelectField
          label={t("relation", { what: title })}
          error={relationError}
          value={relation.relation ?? ""}
          options={[{ value: "", text: t("usual", { name: defaultRelation }) }, ...toOne.map(optionOf)]}
          onChange={(value) => change(editor, name, (text, known) => setRelation(text, known, "relation", value))}
        />
        <SelectField
          label={t("searchIn")}
          value={relation.limetype ?? ""}
          options={[
            { value: "", text: t("usual", { name: name === "personRelation" ? "person" : "coworker" }) },
            ...limetypes.all.map(optionOf),
          ]}
          onChange={(value) => change(editor, name, (text, known) => setRelation(text, known, "limetype", value))}
        />
      </FieldGrid>
      {(possible.length > 0 || marks.length > 0) && (
        <CheckboxGroup
          label={t("inactiveProperties")}
          hint={t("inactivePropertiesHelp")}
          error={marksError}
          values={marks}
          options={possible}
          onChange={(names) => {
            const isUsual = names.length === usual.length && usual.every((mark) => names.includes(mark));
            change(editor, name, (text, known) => setRelation(text, known, "inactiveProperties", isUsual ? "" : names));
          }}
        />
      )}
    </>
  );
}

interface LookupRuleRowProps {
  name: RelationKey;
  index: number;
}

function LookupRuleRow({ name, index }: LookupRuleRowProps) {
  const editor = useEditor();
  const limetypes = editor.limetypes.value;
  const rule = useInstance((instance) => instance[name]?.rules[index], [name, index]);
  const count = useInstance((instance) => instance[name]?.rules.length ?? 0, [name]);
  const searched = useInstance((instance) => lookupLimetype(instance, name), [name]);
  const errors = useSelect((editor) => errorsOf(editor, rule), [rule]);
  if (rule === undefined) return null;
  const set = (what: LookupKey, value: string) =>
    change(
      editor,
      name,
      (text, relation) => setLookupRule(text, relation, index, what, value),
      `${name}.${index}.${what}`,
    );
  const move = (to: number) => change(editor, name, (text, relation) => moveLookupRule(text, relation, index, to));
  const n = index + 1;
  return (
    <li class={styles.rule}>
      <SelectField
        label={t("ruleProperty")}
        error={errors.property}
        value={rule.propertyIdentifier}
        options={writableProperties(searched, limetypes).map(optionOf)}
        onChange={(value) => set("propertyIdentifier", value)}
        class={styles.field}
      />
      <span class={styles.is}>{t("ruleIs")}</span>
      <div class={styles.path}>
        <PathField
          path={rule.identificationKey}
          label={t("ruleKey")}
          error={errors.key}
          onChange={(path) => set("identificationKey", path)}
        />
      </div>
      <SelectField
        label={t("matchBy")}
        hint={t("matchByHelp")}
        error={errors.matchBy}
        value={rule.matchBy ?? ""}
        options={[
          { value: "", text: t("matchByUsual") },
          { value: "email", text: t("matchByEmail") },
          { value: "phone", text: t("matchByPhone") },
          { value: "text", text: t("matchByText") },
        ]}
        onChange={(value) => set("matchBy", value)}
        class={styles.field}
      />
      <span class={styles.commands}>
        {count > 1 && (
          <>
            <IconButton
              icon="arrow_up"
              label={t("ruleUp", { n })}
              disabled={index === 0}
              onClick={() => move(index - 1)}
            />
            <IconButton
              icon="arrow_down"
              label={t("ruleDown", { n })}
              disabled={index === count - 1}
              onClick={() => move(index + 1)}
            />
          </>
        )}
        <IconButton
          icon="cancel"
          label={t("removeRule", { n })}
          onClick={() => change(editor, name, (text, relation) => removeLookupRule(text, relation, index))}
        />
      </span>
    </li>
  );
}

/** A problem of the whole rule is shown at the key that is missing. */
function errorsOf(editor: MappingEditor, rule: LookupRule | undefined) {
  if (rule === undefined) return {};
  const at = (key: LookupKey) =>
    editor.errorAt(`${rule.pointer}/${key}`) ?? (rule[key] === "" ? editor.errorAt(rule.pointer) : undefined);
  return {
    property: at("propertyIdentifier"),
    key: at("identificationKey"),
    matchBy: editor.errorAt(`${rule.pointer}/matchBy`),
  };
}
