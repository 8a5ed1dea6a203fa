// Modal dialogs.

import { clsx } from "clsx";
import { type ComponentChildren, render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";

interface DialogProps {
  title: string;
  /** Called when the dialog was closed, also by Escape. Remove it then. */
  onClose(): void;
  /** Whether a click beside the dialog closes it, because nothing that was entered is lost. Default: false. */
  closesOutside?: boolean;
  /** Its custom property `--dialog-width` sets the width. */
  class?: string | undefined;
  /** Contents below the title. A button with `value` in a `<form method="dialog">` closes the dialog. */
  children: ComponentChildren;
}

/** Modal dialog, open as long as it is rendered. */
export function Dialog({ title, onClose, closesOutside = false, class: name, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isRemoved = useRef(false);
  useLayoutEffect(() => {
    const element = dialog.current as HTMLDialogElement;
    element.showModal();
    element.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => {
      isRemoved.current = true;
      // Returns the focus to where it was.
      element.close();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the Escape key closes it
    <dialog
      ref={dialog}
      class={clsx(styles.dialog, name)}
      aria-label={title}
      // The event of a dialog that was removed is late: another may be open then.
      onClose={() => isRemoved.current || onClose()}
      // Clicks beside the dialog hit its backdrop, whose target is the dialog.
      onClick={({ target }) => closesOutside && target === dialog.current && dialog.current?.close()}
    >
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}

/** Row of buttons at the end of a dialog. */
export function DialogActions({ children }: { children: ComponentChildren }) {
  return <div class={styles.actions}>{children}</div>;
}

export interface ConfirmOptions {
  title: string;
  text: ComponentChildren;
  confirmLabel: string;
  cancelLabel: string;
  /** Whether something is lost when it is confirmed: Enter then cancels. Default: false. */
  isDestructive?: boolean;
}

/** Resolves to true when confirmed. Escape cancels, as does another address, whose view the question is not about. */
export function confirm({
  title,
  text,
  confirmLabel,
  cancelLabel,
  isDestructive = false,
}: ConfirmOptions): Promise<boolean> {
  const host = document.createElement("div");
  document.body.append(host);
  return new Promise((resolve) => {
    const cancel = () => answer(false);
    const answer = (isConfirmed: boolean) => {
      removeEventListener("hashchange", cancel);
      render(null, host);
      host.remove();
      resolve(isConfirmed);
    };
    addEventListener("hashchange", cancel);
    render(
      <Dialog title={title} onClose={cancel}>
        <div dir="auto">{text}</div>
        <DialogActions>
          <Button data-autofocus={isDestructive ? "" : undefined} onClick={cancel}>
            {cancelLabel}
          </Button>
          <Button
            kind={isDestructive ? "danger" : "primary"}
            data-autofocus={isDestructive ? undefined : ""}
            onClick={() => answer(true)}
          >
            {confirmLabel}
          </Button>
        </DialogActions>
      </Dialog>,
      host,
    );
  });
}
