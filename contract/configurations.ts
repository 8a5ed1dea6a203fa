import type { Problem } from "userlike-limeobject";

/** A version of the configuration. Version 0 is the package's example, which applies until one is saved. */
export interface ConfigurationVersion {
  version: number;
  savedAt: string | null;
  /** Problems with the limetypes as they are now; empty for an old version. */
  problems: readonly Problem[];
  /** The configuration document. */
  config: unknown;
}

/** An entry in the list of versions. */
export interface ConfigurationVersionSummary {
  version: number;
  savedAt: string;
  /** The version that it was restored from. */
  restoredFrom: number | null;
}
