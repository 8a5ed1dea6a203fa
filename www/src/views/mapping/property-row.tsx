// Row of a property: how it is mapped, and its current value. It opens to the editor of its rule.

import { clsx } from "clsx";
import { useId } from "preact/hooks";
import type { PropertyInfo, PropertyValue } from "userlike-limeobject";
import { Icon } from "../../elements/icon.tsx";
import { muted, VisuallyHidden } from "../../elements/text.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import type { MappingEditor } from "./mapping-editor.ts";
import type { Block } from "./model/config.ts";
import { sourceText } from "./model/source-text.ts";
import { PropertyEditor } from "./property-editor.tsx";
import styles from "./property-row.module.css";
import { useEditor, useSelect } from "./use-editor.ts";
import { typeText, valueText } from "./value-text.ts";

/** Maximum number of characters of a value in a row. */
const MAX_TEXT = 120;

interface PropertyRowProps {
  block: Block;
  name: string;
}

export function PropertyRow({ block, name }: PropertyRowProps) {
  const editor = useEditor();
  const id = useId();
  const property = useSelect(({ blocks }) => blocks[block].properties.value.get(name), [block, name]);
  const isUnknown = useSelect(({ blocks }) => blocks[block].isKnown.value && property === undefined, [block, property]);
  const isOpen = useSelect(
    ({ openProperty: { value } }) => value?.block === block && value.property === name,
    [block, name],
  );
  const label = property?.label ?? name;
  return (
    <li class={styles.property} data-property={name}>
      <button
        type="button"
        class={clsx(styles.row, isOpen && styles.opened)}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => editor.setOpenProperty(block, isOpen ? undefined : name)}
      >
        <span class={styles.name}>
          <bdi>{label}</bdi>
          {property?.required && (
            <span class={styles.required} title={t("required")}>
              {" *"}
              <VisuallyHidden>{t("required")}</VisuallyHidden>
            </span>
          )}
          {label !== name && <code>{name}</code>}
          {isUnknown && <span class={styles.unknown}>{t("notInLimetype")}</span>}
        </span>
        <span class={styles.type}>
          {property && typeText(property.type)}
          {property?.length ? ` · ${property.length}` : ""}
        </span>
        <Source block={block} name={name} />
        <Value block={block} name={name} />
        <Icon name="chevron_right" />
      </button>
      <div id={id}>{isOpen && <PropertyEditor block={block} name={name} />}</div>
    </li>
  );
}

/** Where the value comes from, as one text. */
function Source({ block, name }: PropertyRowProps) {
  const rule = useSelect(({ blocks }) => blocks[block].rules.value.get(name), [block, name]);
  const property = useSelect(({ blocks }) => blocks[block].properties.value.get(name), [block, name]);
  if (rule === undefined) return <NoSource block={block} name={name} />;
  const text = sourceText(rule, property);
  return (
    <span class={styles.source}>
      <bdi class={styles.chip} title={text}>
        {text}
      </bdi>
    </span>
  );
}

function NoSource({ block, name }: PropertyRowProps) {
  const text = useSelect(({ blocks }) => textWithoutRule(blocks[block], name), [block, name]);
  return <span class={clsx(styles.source, muted)}>{text}</span>;
}

function textWithoutRule(block: MappingEditor["blocks"][Block], name: string): string {
  if (block.isRelated(name)) return t("writtenByRelation");
  if (block.isFilledByLimeCrm(name)) return t("filledByLimeCrm");
  return block.isAutomatic(name) ? t("writtenAnyway") : t("notMapped");
}

function Value({ block, name }: PropertyRowProps) {
  const worst = useSelect((editor) => worstOf(editor, block, name), [block, name]);
  const value = useSelect(({ blocks }) => blocks[block].outcome(name)?.value, [block, name]);
  const property = useSelect(({ blocks }) => blocks[block].properties.value.get(name), [block, name]);
  const text = rowText(value, property);
  const isEmpty = useSelect(
    ({ blocks }) => blocks[block].outcome(name) !== undefined && blocks[block].rules.value.has(name),
    [block, name],
  );
  return (
    <span class={styles.value}>
      {worst && (
        <span class={styles[worst]}>
          <Icon name={worst} label={t(worst)} />
        </span>
      )}
      {text ? <bdi>{text}</bdi> : (isEmpty || worst) && <span class={muted}>{t("noValue")}</span>}
    </span>
  );
}

function rowText(value: PropertyValue | undefined, property: PropertyInfo | undefined): string {
  const text = value === undefined ? "" : valueText(value, property);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

function worstOf(editor: MappingEditor, block: Block, name: string): "error" | "warning" | undefined {
  const { rules } = editor.blocks[block];
  const rule = rules.value.get(name);
  const found = [
    ...(rule === undefined ? [] : editor.problemsAt(rule.pointer, true)),
    ...editor.blocks[block].findings(name),
  ];
  if (found.some(({ severity }) => severity === "error")) return "error";
  return found.some(({ severity }) => severity === "warning") ? "warning" : undefined;
}
