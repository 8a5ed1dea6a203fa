// State of the view: what is shown of the conversation, and the way back from a jump.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { batch, Signal } from "../../platform/signal.ts";
import type { SourceLocation } from "../../state/documents.ts";
import type { App } from "../app.ts";
import { type SendController, sendControllerOf } from "./send-controller.ts";

export type Face = "chat" | "payload" | "config";

export type Pane = "conversation" | "preview";

export class Workbench {
  readonly sendController: SendController;
  /** Shown tab of the conversation. */
  readonly face = new Signal<Face>("chat");
  /** Shown pane, where the window has room for one. */
  readonly pane = new Signal<Pane>("conversation");
  /** Location to select in the editor of its document, which sets it to null. */
  readonly selection = new Signal<SourceLocation | null>(null);
  /** The element whose location was opened last; null after the way back was taken. */
  readonly origin = new Signal<HTMLElement | null>(null);
  readonly #app: App;
  /** The tab before a location was opened. */
  #faceBefore: Face = "chat";

  constructor(app: App) {
    this.#app = app;
    this.sendController = sendControllerOf(app);
  }

  /** Whether there is a view for the location's document. */
  canOpen({ document }: SourceLocation): boolean {
    return document === "payload" || this.#app.hasMapping.value;
  }

  /** Opens a location from an element of the preview. */
  open(location: SourceLocation, origin: HTMLElement): void {
    if (location.document === "payload") {
      this.origin.value = origin;
      this.#faceBefore = this.face.value;
    }
    this.#app.reveal(location);
  }

  /** Shows a location of the payload. */
  reveal(location: SourceLocation): void {
    batch(() => {
      this.pane.value = "conversation";
      this.face.value = "payload";
      this.selection.value = location;
    });
  }

  /** Returns to the element from which a location was opened. */
  goBack(): void {
    const { value: origin } = this.origin;
    batch(() => {
      this.origin.value = null;
      this.pane.value = "preview";
      this.face.value = this.#faceBefore;
    });
    // The pane is shown one frame later.
    requestAnimationFrame(() => focusOn(origin));
  }
}

/** Scrolls to an element and gives it the focus. */
export function focusOn(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}

export const WorkbenchContext = createContext<Workbench | null>(null);

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (workbench === null) throw new Error("useWorkbench() needs a WorkbenchContext around the component");
  return workbench;
}
