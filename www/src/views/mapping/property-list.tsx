// Properties of a block with their mapping and current value, in groups; those that are not mapped are folded. Only one
// row can be open, so that hundreds of properties stay fast.

import { useId, useMemo, useState } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { SelectField, TextField } from "../../elements/fields.tsx";
import { Icon } from "../../elements/icon.tsx";
import { muted } from "../../elements/text.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import type { Block } from "./model/config.ts";
import { PROPERTY_GROUPS, type PropertyGroup, type PropertyGroups } from "./model/property-groups.ts";
import { optionOf } from "./options.ts";
import styles from "./property-list.module.css";
import { PropertyRow } from "./property-row.tsx";
import { useEditor, useSelect } from "./use-editor.ts";

/** Lists with fewer properties need no filter. */
const MIN_FOR_FILTER = 8;

interface PropertyListProps {
  block: Block;
}

export function PropertyList({ block }: PropertyListProps) {
  const { blocks } = useEditor();
  const { groups, properties, isKnown } = blocks[block];
  const [query, setQuery] = useState("");
  const words = query.trim().toLocaleLowerCase();
  const shown = useMemo(
    () => filtered(groups.value, (name) => `${name} ${properties.value.get(name)?.label ?? ""}`, words),
    [groups.value, properties.value, words],
  );
  const { missing, mapped, automatic, unmapped } = shown;
  // The open property stays where it is. One that was given a rule there is no longer what the title says, so it does not count.
  const mappedNow = useSelect(
    ({ openProperty: { value }, blocks }) => {
      const isHere = value?.block === block && value.group !== "mapped";
      return isHere && blocks[block].rules.value.has(value.property) ? value.property : undefined;
    },
    [block],
  );
  const count = (group: PropertyGroup) =>
    group === "mapped" ? shown.mapped.length : shown[group].filter((name) => name !== mappedNow).length;
  const isEmpty = PROPERTY_GROUPS.every((group) => shown[group].length === 0);
  return (
    <div class={styles.list}>
      {properties.value.size >= MIN_FOR_FILTER && (
        <div class={styles.tools}>
          <TextField
            label={t("filter")}
            type="search"
            icon="search"
            value={query}
            onInput={setQuery}
            class={styles.filter}
          />
          <AddProperty block={block} />
        </div>
      )}
      <Group block={block} title={t("groupMissing", { n: count("missing") })} names={missing} />
      <Group block={block} title={t("groupMapped", { n: count("mapped") })} names={mapped} />
      <Group block={block} title={t("groupAutomatic", { n: count("automatic") })} names={automatic} />
      <UnmappedGroup
        block={block}
        names={unmapped}
        count={count("unmapped")}
        isForced={words !== ""}
        isOpenAtFirst={block === "limeobject" && groups.value.mapped.length === 0}
      />
      {isEmpty && (
        <p class={muted}>{!isKnown.value ? t("noMetadata") : words === "" ? t("nothingMapped") : t("nothingFits")}</p>
      )}
      {!isKnown.value && <AddByName block={block} />}
    </div>
  );
}

function filtered(groups: PropertyGroups, textOf: (name: string) => string, words: string): PropertyGroups {
  if (words === "") return groups;
  const fits = (name: string) => textOf(name).toLocaleLowerCase().includes(words);
  return {
    missing: groups.missing.filter(fits),
    mapped: groups.mapped.filter(fits),
    automatic: groups.automatic.filter(fits),
    unmapped: groups.unmapped.filter(fits),
  };
}

interface GroupProps {
  block: Block;
  title: string;
  names: readonly string[];
}

function Group({ block, title, names }: GroupProps) {
  const id = useId();
  if (names.length === 0) return null;
  return (
    <div class={styles.group}>
      <h3 id={id}>{title}</h3>
      <Rows block={block} names={names} labelledBy={id} />
    </div>
  );
}

interface UnmappedGroupProps {
  block: Block;
  names: readonly string[];
  count: number;
  /** Whether the group is open whatever the user chose: what the filter found is shown. */
  isForced: boolean;
  isOpenAtFirst: boolean;
}

function UnmappedGroup({ block, names, count, isForced, isOpenAtFirst }: UnmappedGroupProps) {
  const id = useId();
  const hasOpen = useSelect(
    ({ openProperty: { value } }) => value?.block === block && value.group === "unmapped",
    [block],
  );
  const [isChosen, setChosen] = useState<boolean>();
  const isOpen = isForced || (isChosen ?? (isOpenAtFirst || hasOpen));
  if (names.length === 0) return null;
  return (
    <div class={styles.group}>
      <h3>
        <button
          type="button"
          id={id}
          class={styles.fold}
          aria-expanded={isOpen}
          disabled={isForced}
          onClick={() => setChosen(!isOpen)}
        >
          <Icon name={isOpen ? "chevron_down" : "chevron_right"} />
          {t("groupUnmapped", { n: count })}
        </button>
      </h3>
      {isOpen && <Rows block={block} names={names} labelledBy={id} />}
    </div>
  );
}

interface RowsProps {
  block: Block;
  names: readonly string[];
  labelledBy: string;
}

function Rows({ block, names, labelledBy }: RowsProps) {
  return (
    <ul class={styles.rows} aria-labelledby={labelledBy}>
      {names.map((name) => (
        <PropertyRow key={name} block={block} name={name} />
      ))}
    </ul>
  );
}

interface AddPropertyProps {
  block: Block;
}

/** Select that opens a property that is not mapped yet among those that are. */
function AddProperty({ block }: AddPropertyProps) {
  const editor = useEditor();
  const { groups, properties } = editor.blocks[block];
  const { missing, unmapped } = groups.value;
  if (missing.length + unmapped.length === 0) return null;
  const infos = [...missing, ...unmapped].map((name) => properties.value.get(name) ?? { name, label: name });
  return (
    <SelectField
      label={t("addProperty")}
      value=""
      options={[
        { value: "", text: t("choose") },
        ...infos.toSorted((one, other) => one.label.localeCompare(other.label)).map(optionOf),
      ]}
      onChange={(name) => {
        editor.setOpenProperty(block, name, "mapped");
        editor.formTarget.value = { property: name, focus: true };
      }}
      class={styles.add}
    />
  );
}

/** Field that adds a property by name, without metadata. */
function AddByName({ block }: AddPropertyProps) {
  const editor = useEditor();
  const [draft, setDraft] = useState("");
  const add = () => {
    const name = draft.trim();
    setDraft("");
    if (name !== "") editor.setOpenProperty(block, name, "mapped");
  };
  return (
    <div class={styles.adding}>
      <TextField label={t("addByName")} value={draft} onInput={setDraft} onEnter={add} class={styles.filter} />
      <Button onClick={add}>{t("addInstance")}</Button>
    </div>
  );
}
