// Short notifications at the edge of the page that disappear after some seconds.

import { clsx } from "clsx";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { shell as t } from "../i18n/messages/shell.ts";
import { Signal } from "../platform/signal.ts";
import { ExternalLink } from "./external-link.tsx";
import { Icon } from "./icon.tsx";
import styles from "./toast.module.css";

export type ToastKind = "success" | "warning" | "error" | "info";

export interface ToastLink {
  text: string;
  url: string;
}

interface ToastState {
  id: number;
  message: string;
  kind: ToastKind;
  link: ToastLink | undefined;
}

const VISIBLE_SECONDS: Record<ToastKind, number> = { success: 8, info: 6, warning: 15, error: 15 };

/** Seconds that a toast stays after the pointer and the focus left it. */
const SECONDS_AFTER_LEAVING = 4;

const MAX_TOASTS = 3;

const toasts = new Signal<readonly ToastState[]>([]);
let count = 0;
let isMounted = false;

export function toast(message: string, kind: ToastKind = "info", link?: ToastLink): void {
  count += 1;
  // An error replaces the successes before it: what they said may not be so any more.
  const others = toasts.value.filter((other) => kind !== "error" || other.kind !== "success");
  toasts.value = [...others, { id: count, message, kind, link }].slice(-MAX_TOASTS);
  if (isMounted) return;
  isMounted = true;
  const host = document.createElement("div");
  document.body.append(host);
  render(<Toasts />, host);
}

function remove(id: number): void {
  toasts.value = toasts.value.filter((other) => other.id !== id);
}

/** List of the toasts and live region for screen readers. */
function Toasts() {
  return (
    <div class={styles.toasts} role="status" aria-live="polite">
      {toasts.value.map((state) => (
        <Toast key={state.id} {...state} />
      ))}
    </div>
  );
}

function Toast({ id, message, kind, link }: ToastState) {
  // Hovering or focusing a toast keeps it open.
  const [isHeld, setHeld] = useState(false);
  const [seconds, setSeconds] = useState(VISIBLE_SECONDS[kind]);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => remove(id), seconds * 1000);
    return () => clearTimeout(timer);
  }, [id, isHeld, seconds]);
  const hold = () => setHeld(true);
  const release = () => {
    setSeconds(SECONDS_AFTER_LEAVING);
    setHeld(false);
  };
  return (
    <div
      class={clsx(styles.toast, styles[kind])}
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocusIn={hold}
      onFocusOut={release}
    >
      <Icon name={kind === "success" ? "checked" : kind} />
      <p dir="auto">{message}</p>
      {link && <ExternalLink url={link.url}>{link.text}</ExternalLink>}
      <button type="button" class={styles.close} aria-label={t("close")} onClick={() => remove(id)}>
        <Icon name="cancel" />
      </button>
    </div>
  );
}
