// Menu button: arrows move through the menu, Escape and clicks outside close it.

import { clsx } from "clsx";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { Icon } from "../../elements/icon.tsx";
import type { IconName } from "../../elements/icons.ts";
import { muted } from "../../elements/text.tsx";
import styles from "./menu.module.css";

export interface MenuItem {
  value: string;
  text: string;
  secondary?: string | undefined;
  icon?: IconName | undefined;
  disabled?: boolean;
  /** Whether the item is the selected one of a group. */
  checked?: boolean;
}

interface MenuProps {
  label: string;
  icon: IconName;
  items: readonly MenuItem[];
  onSelect(value: string): void;
  /** Hides the label, except from screen readers. Default: false. */
  compact?: boolean;
  title?: string | undefined;
}

export function Menu({ label, icon, items, onSelect, compact = false, title }: MenuProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [opensToLeft, setOpensToLeft] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const trigger = () => menu.current?.querySelector("button");
  const entries = () => [...(menu.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not([disabled])") ?? [])];
  const open = () => {
    // Opens towards the side with more space.
    setOpensToLeft((trigger()?.getBoundingClientRect().left ?? 0) > innerWidth / 2);
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    trigger()?.focus();
  };
  useLayoutEffect(() => {
    if (isOpen) entries()[0]?.focus();
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) {
      if (event.key !== "ArrowDown") return;
      open();
    } else {
      const all = entries();
      const at = all.indexOf(document.activeElement as HTMLElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (to !== undefined) all.at(to % all.length)?.focus();
      else if (event.key === "Escape") close();
      else return;
    }
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the button and the menu in it
    <div
      ref={menu}
      class={styles.menu}
      onKeyDown={onKeyDown}
      onFocusOut={({ relatedTarget }) => menu.current?.contains(relatedTarget as Node | null) || setOpen(false)}
    >
      <Button
        kind={compact ? "quiet" : undefined}
        icon={icon}
        title={title ?? (compact ? label : undefined)}
        aria-label={compact ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => (isOpen ? setOpen(false) : open())}
      >
        {!compact && label}
      </Button>
      <div
        id={id}
        role="menu"
        aria-label={label}
        class={clsx(styles.list, opensToLeft && styles.toLeft)}
        hidden={!isOpen}
      >
        {items.map((item) => (
          <button
            key={item.value}
            type="button"
            {...(item.checked === undefined
              ? { role: "menuitem" as const }
              : { role: "menuitemradio" as const, "aria-checked": item.checked })}
            class={clsx(styles.item, item.checked === false && styles.unchecked)}
            tabIndex={-1}
            disabled={item.disabled}
            onClick={() => {
              close();
              onSelect(item.value);
            }}
          >
            {item.icon && <Icon name={item.icon} />}
            {item.checked && <Icon name="check" />}
            <bdi>{item.text}</bdi>
            {item.secondary !== undefined && <bdi class={clsx(muted, styles.secondary)}>{item.secondary}</bdi>}
          </button>
        ))}
      </div>
    </div>
  );
}
