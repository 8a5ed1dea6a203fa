import type { Mapper } from "userlike-limeobject";
import type { Env } from "./env.ts";

/** Which configuration and limetypes an answer was made with. */
export interface MapperVersions {
  configuration: number;
  limetypes: number | null;
}

/**
 * Calls `use` with the mapper of the newest configuration and limetypes. The mapper is this isolate's, shared, and may
 * be freed afterwards: use it at once, keep nothing of it.
 */
export async function withMapper<T>(_env: Env, _use: (mapper: Mapper, versions: MapperVersions) => T): Promise<T> {
  throw new Error("soon");
}
