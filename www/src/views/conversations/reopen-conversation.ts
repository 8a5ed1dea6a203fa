import type { ListPosition } from "../../state/opened-conversation.ts";
import type { App } from "../app.ts";
import { controllerFor } from "./conversations-controller.ts";
import { openConversation, readableKeys } from "./open-conversation.ts";

/** Opens a neighbor of a conversation that was opened from the list before a reload: in the list as it was kept. */
export async function reopenConversation(app: App, opened: ListPosition, step: -1 | 1): Promise<void> {
  const controller = controllerFor(app);
  const { conversations } = controller;
  await conversations.restored;
  const keys = readableKeys(controller);
  const before = opened.position - 1;
  const isOpened = (at: number) => conversations.row(keys[at] ?? -1)?.conversation === opened.conversation;
  // What was added or removed since has moved it; of several copies it is the one that stands nearest.
  const places = keys.map((_, at) => at).filter(isOpened);
  const distance = (at: number) => Math.abs(at - before);
  const at = places.length === 0 ? before : places.reduce((one, two) => (distance(two) < distance(one) ? two : one));
  const key = keys[at + step];
  if (key !== undefined) await openConversation(app, controller, key, keys);
  else location.hash = "#/conversations";
}
