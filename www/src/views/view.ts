// One of the views that the page shows, one at a time.

import type { App } from "./app.ts";

export interface View {
  element: HTMLElement;
  /** Of the page, while the view is shown. */
  title: string;
  /** Ends what the view listens to. */
  dispose?(): void;
}

export type CreateView = (app: App) => View;
