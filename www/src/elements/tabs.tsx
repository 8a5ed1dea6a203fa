// Tabs after the WAI-ARIA Authoring Practices: one stop for the Tab key; arrows, Home and End move between tabs.

import { clsx } from "clsx";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import styles from "./tabs.module.css";

export interface Tab<Id extends string> {
  id: Id;
  label: ComponentChildren;
  /** Whether the panel contains the highlighted location. */
  marked?: boolean;
}

interface TabListProps<Id extends string> {
  label: string;
  tabs: readonly Tab<Id>[];
  current: Id;
  onSelect(id: Id): void;
}

/** List of tabs. Render the panel of each as a `TabPanel`. */
export function TabList<Id extends string>({ label, tabs, current, onSelect }: TabListProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const last = tabs.length - 1;
    const at = tabs.findIndex(({ id }) => id === current);
    const target = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const tab = target === undefined ? undefined : tabs[target];
    if (!tab) return;
    event.preventDefault();
    onSelect(tab.id);
    list.current?.querySelector<HTMLElement>(`#${tab.id}-tab`)?.focus();
  };
  return (
    <div ref={list} class={styles.segments} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${tab.id}-tab`}
          class={clsx(styles.segment, tab.marked && styles.marked)}
          data-marked={tab.marked ? "" : undefined}
          aria-controls={`${tab.id}-panel`}
          aria-selected={tab.id === current}
          tabIndex={tab.id === current ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

interface TabPanelProps {
  id: string;
  current: string;
  class?: string | undefined;
  children: ComponentChildren;
}

/** Panel of a tab. It stays in the page while it is hidden. */
export function TabPanel({ id, current, class: name, children }: TabPanelProps) {
  return (
    <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-tab`} class={name} hidden={id !== current}>
      {children}
    </div>
  );
}

interface SegmentsProps<Id extends string> {
  label: string;
  segments: readonly { id: Id; label: ComponentChildren }[];
  current: Id;
  class?: string | undefined;
  onSelect(id: Id): void;
}

/** Switch between alternatives, as a group of pressed buttons. */
export function Segments<Id extends string>({ label, segments, current, class: name, onSelect }: SegmentsProps<Id>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div class={clsx(styles.segments, name)} role="group" aria-label={label}>
      {segments.map((segment) => (
        <button
          key={segment.id}
          type="button"
          class={styles.segment}
          aria-pressed={segment.id === current}
          onClick={() => onSelect(segment.id)}
        >
          {segment.label}
        </button>
      ))}
    </div>
  );
}
