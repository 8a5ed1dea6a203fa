// What the form's parts may ask of the editor that they are in.

import type { Block, Instance } from "./model/config.ts";

export interface EditorContext {
  /** Changes the configuration's text, starting from the instance that is shown. `merge` names edits that are undone as one. */
  edit(change: (text: string, instance: Instance) => string, merge?: string): void;
  /** Lets somebody pick a field of the payload; undefined when they don't. */
  pickField(current?: string): Promise<string | undefined>;
  /** Opens a property of a block, or closes the open one. */
  setOpenProperty(block: Block, property: string | undefined): void;
  /** The open one. */
  readonly openProperty: { block: Block; property: string } | undefined;
  /** Paths to offer while somebody types one. */
  paths(): readonly string[];
}
