// Completions of the chat command `$lime`.

import { conversation as t } from "../../i18n/messages/conversation.ts";
import { instancesOf } from "../../state/config-outline.ts";

export interface CommandCompletion {
  text: string;
  help: string;
}

/** Returns the commands that complete the typed text. */
export function completions(config: string, typed: string): CommandCompletion[] {
  const text = typed.trimStart().toLocaleLowerCase();
  if (!text.startsWith("$")) return [];
  const all: CommandCompletion[] = [
    { text: "$lime", help: t("commandLime") },
    ...instancesOf(config).flatMap(({ displayName: name, topics }) =>
      (topics.length === 0 ? [name] : topics).map((word) => ({
        text: `$lime ${word}`,
        help: t("commandInstance", { name }),
      })),
    ),
  ];
  return all.filter(({ text: command }) => command.toLocaleLowerCase().startsWith(text) && command !== typed.trim());
}
