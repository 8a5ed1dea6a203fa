// Tabs of the instances, with commands for the selected one.

import { clsx } from "clsx";
import { useRef } from "preact/hooks";
import type { LimetypeInfo, Severity } from "userlike-limeobject";
import { IconButton } from "../../elements/button.tsx";
import { confirm } from "../../elements/dialog.tsx";
import { Icon } from "../../elements/icon.tsx";
import { language } from "../../i18n/language.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import styles from "./instance-bar.module.css";
import type { MappingEditor } from "./mapping-editor.ts";
import { Menu } from "./menu.tsx";
import type { Instance } from "./model/config.ts";
import { coverageOf } from "./model/coverage.ts";
import { conversationLimetype } from "./model/metadata.ts";
import { Tag } from "./tag.tsx";
import { useEditor, useSelect } from "./use-editor.ts";

interface InstanceBarProps {
  /** Id of the form of the selected instance. */
  panelId: string;
}

export function InstanceBar({ panelId }: InstanceBarProps) {
  const editor = useEditor();
  const count = useSelect(({ instances }) => instances.value.length);
  const at = useSelect(({ instances, instance }) => instances.value.indexOf(instance.value as Instance));
  const tabs = useRef<HTMLDivElement>(null);
  // The tab that is selected then, once it is drawn.
  const removeThis = async () => {
    if (!(await remove(editor))) return;
    requestAnimationFrame(() => tabs.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(event.currentTarget as HTMLElement).children] as HTMLElement[];
    const from = all.indexOf(event.target as HTMLElement);
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: all.length - 1 }[event.key];
    const next = to === undefined || from < 0 ? undefined : all.at(to % all.length);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.click();
  };
  return (
    <div class={styles.bar}>
      <div ref={tabs} role="tablist" class={styles.tabs} aria-label={t("instances")} onKeyDown={onKeyDown}>
        {Array.from({ length: count }, (_, position) => (
          <InstanceTab key={position} position={position} panelId={panelId} />
        ))}
      </div>
      <div class={styles.commands}>
        <AddMenu />
        {count > 1 && (
          <>
            <IconButton
              icon="arrow_left"
              label={t("moveLeft")}
              disabled={at <= 0}
              onClick={() => editor.move(at - 1)}
            />
            <IconButton
              icon="arrow_right"
              label={t("moveRight")}
              disabled={at < 0 || at === count - 1}
              onClick={() => editor.move(at + 1)}
            />
          </>
        )}
        <IconButton icon="copy" label={t("duplicate")} disabled={count === 0} onClick={() => editor.duplicate()} />
        <IconButton icon="delete" label={t("removeInstance")} disabled={count < 2} onClick={() => void removeThis()} />
      </div>
    </div>
  );
}

function AddMenu() {
  const editor = useEditor();
  const limetypes = editor.limetypes.value;
  const items = sortedLimetypes(limetypes).map(({ name, label }) => ({ text: label, secondary: name, value: name }));
  return (
    <Menu
      label={t("addInstance")}
      icon="add"
      title={t("addInstanceHelp")}
      items={items.length > 0 ? items : [{ text: "helpdesk", value: "helpdesk" }]}
      onSelect={(name) => editor.add(name)}
    />
  );
}

/** Limetypes that can be related to a conversation come first. */
function sortedLimetypes(limetypes: LimetypeIndex): LimetypeInfo[] {
  const conversation = conversationLimetype(limetypes);
  const isConnectable = ({ properties }: LimetypeInfo) =>
    properties.some(({ relatedType }) => relatedType === conversation);
  return limetypes.all.toSorted((a, b) => Number(isConnectable(b)) - Number(isConnectable(a)));
}

interface InstanceTabProps {
  position: number;
  panelId: string;
}

function InstanceTab({ position, panelId }: InstanceTabProps) {
  const editor = useEditor();
  const instance = useSelect(({ instances }) => tabOf(instances.value[position]), [position]);
  const isChosen = useSelect(({ instance: chosen }) => chosen.value?.index === position, [position]);
  const worst = useSelect((editor) => worstOf(editor, instance), [instance]);
  const takesThis = useSelect(
    ({ mapped }) => mapped.value !== undefined && mapped.value.routedTo === instance?.index,
    [instance],
  );
  const isOutdated = editor.isOutdated.value;
  const limetype = editor.limetypes.value.get(instance?.limetype ?? "");
  if (instance === undefined) return null;
  return (
    <button
      type="button"
      role="tab"
      class={styles.tab}
      aria-controls={panelId}
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onClick={() => editor.choose(instance.index)}
    >
      <span class={clsx(styles.title, worst === "error" && styles.error)}>
        {worst && <Icon name={worst} label={t(worst)} />}
        <bdi>{instance.displayName || t("unnamed")}</bdi>
        {instance.default === true && <Tag>{t("isDefault")}</Tag>}
        {takesThis && !isOutdated && (
          <Tag title={t("takesThis")}>
            <Icon name="chat" label={t("takesThis")} />
          </Tag>
        )}
      </span>
      <bdi class={styles.limetype}>{limetype?.label ?? instance.limetype}</bdi>
    </button>
  );
}

type Tab = Pick<Instance, "index" | "pointer" | "displayName" | "default" | "limetype">;

/** Returns what a tab shows of an instance. */
function tabOf(instance: Instance | undefined): Tab | undefined {
  if (instance === undefined) return undefined;
  const { index, pointer, displayName, default: isDefault, limetype } = instance;
  return { index, pointer, displayName, default: isDefault, limetype };
}

function worstOf(editor: MappingEditor, instance: Tab | undefined): Exclude<Severity, "info"> | undefined {
  if (editor.blocked.value.some(({ index }) => index === instance?.index)) return "error";
  const problems = instance === undefined ? [] : editor.problemsAt(instance.pointer, true);
  if (problems.some(({ severity }) => severity === "error")) return "error";
  return problems.length > 0 ? "warning" : undefined;
}

/**
 * Removes the selected instance, once the user knows which conversations nobody takes then. Returns whether it was
 * removed.
 */
async function remove(editor: MappingEditor): Promise<boolean> {
  const instance = editor.instance.value;
  if (instance === undefined) return false;
  const name = instance.displayName || t("unnamed");
  const { topics, takesOthers, heir } = coverageOf(editor.instances.value, instance);
  const listed = new Intl.ListFormat(language.value).format(topics);
  const lines: string[] = [];
  if (topics.length > 0)
    lines.push(
      heir === undefined
        ? t("removeTopics", { topics: listed })
        : t("removeTopicsTo", { topics: listed, name: heir.displayName }),
    );
  if (takesOthers) lines.push(heir === undefined ? t("removeOthers") : t("removeOthersTo", { name: heir.displayName }));
  if (lines.length === 0) lines.push(t("removeNothing"));
  const isConfirmed = await confirm({
    title: t("removeTitle", { name }),
    text: [...lines, t("removeUndo")].map((line) => <p key={line}>{line}</p>),
    confirmLabel: t("removeInstance"),
    cancelLabel: t("cancel"),
    isDestructive: true,
  });
  if (!isConfirmed) return false;
  editor.remove();
  editor.app.toast(t("removed", { name }));
  return true;
}
