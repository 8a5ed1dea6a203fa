import type { SendOptions } from "../../../contract/conversations.ts";

/** Options of a send from a query. An empty instance counts as absent. */
export function toSendOptions({ instance, existing, onlyIfChanged, limeobject }: SendOptions): SendOptions {
  return {
    ...(instance ? { instance } : {}),
    ...(existing === undefined ? {} : { existing }),
    ...(onlyIfChanged ? { onlyIfChanged } : {}),
    ...(limeobject === undefined ? {} : { limeobject }),
  };
}
