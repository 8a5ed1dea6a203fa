// Unsaved work survives a reload: keeps drafts of the mapping and of the conversation, shows them again, and says so.

import { Button } from "../elements/button.tsx";
import { Notice } from "../elements/notice.tsx";
import { format } from "../i18n/format.ts";
import { shell as t } from "../i18n/messages/shell.ts";
import { effect, onChange, type ReadonlySignal, Signal } from "../platform/signal.ts";
import { type Draft, type DraftKind, Drafts } from "../state/drafts.ts";
import type { Store } from "../state/store.ts";
import type { ViewName } from "./router.tsx";
import styles from "./unsaved-work.module.css";

/** The views that show what a draft of each kind has changed. */
const VIEWS: Record<DraftKind, readonly ViewName[]> = {
  payload: ["conversation"],
  config: ["conversation", "mapping"],
};

interface Restored {
  kind: DraftKind;
  savedAt: number;
}

export class UnsavedWork {
  /** Drafts that are shown again, until the user has answered. */
  readonly restored = new Signal<readonly Restored[]>([]);
  readonly #store: Store;
  readonly #drafts = new Drafts();
  #config: Draft | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Shows the conversation of the last visit. Its mapping follows when the saved one is known. */
  async restore(): Promise<void> {
    const [payload, config] = await Promise.all([this.#drafts.read("payload"), this.#drafts.read("config")]);
    this.#config = config;
    if (payload !== undefined) {
      this.#store.restorePayload(payload.text, payload.instance ?? null);
      this.#say("payload", payload);
      onChange(this.#store.payload, () => this.dismiss("payload"));
    }
  }

  /** Keeps what changes from now on, and asks before the page is left with a mapping that was not saved. */
  keep(): void {
    const store = this.#store;
    effect(() => {
      const text = store.payload.value;
      const isOwn = !store.isExample.value && text.trim() !== "";
      this.#drafts.keep("payload", isOwn ? { text, instance: store.instance.value } : undefined);
    });
    effect(() => {
      const { value: saved } = store.savedConfig;
      const { value: text } = store.config;
      // Without a server the configuration itself is kept.
      if (saved === null) return;
      const draft = this.#config;
      this.#config = undefined;
      if (draft !== undefined && draft.text !== saved.text && text === saved.text) {
        // Saving detects that someone else has saved another version since.
        store.savedConfig.value = { ...saved, version: draft.basedOn ?? saved.version };
        store.config.edit(draft.text);
        this.#say("config", draft);
        return;
      }
      const isUnsaved = text !== saved.text;
      this.#drafts.keep("config", isUnsaved ? { text, basedOn: saved.version } : undefined);
      if (!isUnsaved) this.dismiss("config");
    });
    addEventListener("beforeunload", (event) => {
      if (store.hasUnsavedConfig) event.preventDefault();
    });
  }

  /** Returns the drafts that a view shows again, until the user has answered. */
  restoredIn(view: ViewName): readonly Restored[] {
    return this.restored.value.filter(({ kind }) => VIEWS[kind].includes(view));
  }

  discard(kind: DraftKind): void {
    const { savedConfig, config } = this.#store;
    if (kind === "payload") this.#store.discardPayload();
    else if (savedConfig.value !== null) config.edit(savedConfig.value.text);
    this.dismiss(kind);
  }

  dismiss(kind: DraftKind): void {
    const rest = this.restored.peek().filter((other) => other.kind !== kind);
    if (rest.length < this.restored.peek().length) this.restored.value = rest;
  }

  #say(kind: DraftKind, { savedAt }: Draft): void {
    this.restored.value = [...this.restored.peek(), { kind, savedAt }];
  }
}

/** Says which unsaved work is shown again, how old it is, and offers to discard it. */
export function RestoredWork({ work, view }: { work: UnsavedWork; view: ReadonlySignal<ViewName> }) {
  const restored = work.restoredIn(view.value);
  if (restored.length === 0) return null;
  return (
    <div class={styles.restored}>
      {restored.map(({ kind, savedAt }) => (
        <Notice key={kind} kind="info" role="status">
          <div class={styles.line}>
            <p>{t(`restored.${kind}`, { when: format.relative(savedAt) })}</p>
            <Button kind="quiet" icon="delete" onClick={() => work.discard(kind)}>
              {t(`discard.${kind}`)}
            </Button>
            <Button kind="quiet" icon="check" onClick={() => work.dismiss(kind)}>
              {t("keep")}
            </Button>
          </div>
        </Notice>
      ))}
    </div>
  );
}
