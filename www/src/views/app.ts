// What every view is given.

import type { Api } from "../api/api.ts";
import type { Connecting } from "../api/connection.ts";
import type { ToastKind, ToastLink } from "../elements/toast.ts";
import type { Format } from "../i18n/format.ts";
import type { PreviewController } from "../preview/preview-controller.ts";
import type { SourceLocation } from "../state/documents.ts";
import type { Store } from "../state/store.ts";

export interface App {
  store: Store;
  api: Api;
  /** Which Lime CRM is in use; `refresh()` it after the settings were changed. */
  connectionMonitor: Connecting;
  previewController: PreviewController;
  format: Format;
  toast(message: string, kind?: ToastKind, link?: ToastLink): void;
  /** Shows a view: "#/mapping". */
  navigate(hash: string): void;
  /** Shows the view that a place is in, and the place: it becomes the store's `target`. */
  reveal(location: SourceLocation): void;
}
