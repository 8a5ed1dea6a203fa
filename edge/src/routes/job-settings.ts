import type { Context } from "hono";
import type { SendOptions } from "../../../contract/conversations.ts";
import type { TimeRange } from "../../../contract/jobs.ts";
import type { JobSettings } from "../objects/bulk/types.ts";
import type { App } from "../platform/env.ts";
import { invalidOption } from "./handlers.ts";
import { toSendOptions } from "./send-options.ts";

/** @throws {HttpError} 422 `invalid-option` */
export function jobSettings(
  c: Context<App>,
  { concurrency, ...options }: SendOptions & { concurrency: number },
  origin: string,
  range: TimeRange | null,
): JobSettings {
  if (c.req.query("limeobject") !== undefined) {
    throw invalidOption("limeobject", "left out: many conversations do not belong to one limeobject");
  }
  return { id: crypto.randomUUID(), options: toSendOptions(options), concurrency, origin, range };
}
