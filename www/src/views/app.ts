// Services and state that every view receives.

import type { Api } from "../api/api.ts";
import type { ToastKind, ToastLink } from "../elements/toast.tsx";
import type { Format } from "../i18n/format.ts";
import type { ReadonlySignal } from "../platform/signal.ts";
import type { PreviewController } from "../preview/preview-controller.ts";
import type { SourceLocation } from "../state/documents.ts";
import type { Store } from "../state/store.ts";

export interface App {
  store: Store;
  api: Api;
  previewController: PreviewController;
  /** Whether whoever is signed in has a view of the mapping, to which links may lead. */
  hasMapping: ReadonlySignal<boolean>;
  /** Whether whoever is signed in has a view of many conversations. */
  hasList: ReadonlySignal<boolean>;
  format: Format;
  toast(message: string, kind?: ToastKind, link?: ToastLink): void;
  /** Shows the view of a fragment such as "#/mapping". */
  navigate(hash: string): void;
  /** Opens the view that contains a location and reveals it there, through the store's `revealTarget`. */
  reveal(location: SourceLocation): void;
}
