// Interface of the views, of which the router shows one at a time.

import type { ComponentChildren } from "preact";
import type { App } from "./app.ts";

export interface View {
  content: ComponentChildren;
  /** Title of the page while the view is shown, in its language. */
  title(): string;
  /** Ends the view's subscriptions. */
  dispose?(): void;
}

export type CreateView = (app: App) => View;
