// Runs the chat command `$lime`, as the Message Center does.

import { conversation as t } from "../../i18n/messages/conversation.ts";
import { instancesOf } from "../../state/config-outline.ts";
import type { App } from "../app.ts";
import type { SendController } from "./send-controller.ts";

/** Sends the conversation as a command says. Returns why not, in words; undefined when it is sent. */
export async function runCommand(app: App, sendController: SendController, text: string): Promise<string | undefined> {
  const { store, previewController } = app;
  const command = previewController.command(text);
  if (command === undefined) return t(`reason${sendController.dryRunBlocker() ?? "Config"}`);
  if (command === null) return t("commandUnknown");
  if (command.instance !== null) {
    const name = instanceOf(store.config.value, command.instance);
    if (name === undefined) return unknownName(store.config.value, command.instance);
    store.instance.value = name;
  }
  await sendController.settled();
  const blocker = sendController.sendBlocker();
  if (blocker !== undefined) return t(`reason${blocker}`);
  void sendController.send();
  return undefined;
}

/** Returns the name of the instance with a name or topic. */
function instanceOf(config: string, wanted: string): string | undefined {
  return instancesOf(config).find(({ displayName, topics }) =>
    [displayName, ...topics].some((word) => isSameTopic(word, wanted)),
  )?.displayName;
}

function unknownName(config: string, name: string): string {
  const names = instancesOf(config).flatMap(({ displayName, topics }) => [displayName, ...topics]);
  return t("commandNoInstance", { name, names: names.join(", ") });
}

/** Compares topics as the package does. */
function isSameTopic(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
