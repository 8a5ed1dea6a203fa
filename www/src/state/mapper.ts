// Mapper of the page's documents. Every view uses it, so that all warn of the same.

import { Mapper } from "userlike-limeobject";

export interface MapperInput {
  config: string;
  limetypes: string;
  /** Hosts that media files may be fetched from. */
  mediaHosts: readonly string[];
}

/** @throws {ConfigError} when the configuration or the limetypes are invalid */
export function createMapper({ config, limetypes, mediaHosts }: MapperInput): Mapper {
  return new Mapper(config, { mediaHosts, ...(limetypes.trim() === "" ? {} : { limetypes }) });
}

/** Whether both make the same mapper. */
export function isSameInput(one: MapperInput | undefined, other: MapperInput): boolean {
  return (
    one?.config === other.config &&
    one.limetypes === other.limetypes &&
    String(one.mediaHosts) === String(other.mediaHosts)
  );
}
