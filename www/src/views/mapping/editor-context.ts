// What the form's components may request from the mapping view.

import type { Block, Instance } from "./model/config.ts";

export interface EditorContext {
  /**
   * Edits the configuration's text, starting from the selected instance. Edits with the same `merge` key are undone
   * together.
   */
  edit(change: (text: string, instance: Instance) => string, merge?: string): void;
  /** Opens the field picker; undefined when it is cancelled. */
  pickField(current?: string): Promise<string | undefined>;
  /** Opens a property of a block; undefined closes the open one. */
  setOpenProperty(block: Block, property: string | undefined): void;
  /** The open property. */
  readonly openProperty: { block: Block; property: string } | undefined;
  /** Returns paths for completion. */
  paths(): readonly string[];
}
