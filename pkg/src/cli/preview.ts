import { PayloadError, type Preview } from "../node.js";
import type { Command } from "./command.js";
import { FAILED, Failure, OK } from "./failure.js";
import { readFile, readStandardInput } from "./files.js";
import { CONFIG, documents, INSTANCE, LIMETYPES, mapperOf } from "./mapping.js";
import { localNames } from "./names.js";
import { report } from "./report.js";
import { labelled, place, withoutPosition } from "./say.js";
import { render, visibleJson, wantsColours } from "./terminal.js";

export const preview: Command = {
  name: "preview",
  summary: "Shows what a Userlike conversation becomes in Lime CRM, before it is sent",
  synopsis: "CONVERSATION [options]",
  about: [
    "CONVERSATION is a file with the payload of one conversation, as Userlike sends",
    "it (JSON). With - it is read from standard input. Nothing is sent anywhere.",
    "Without --config, the example that comes with the package is used, with example",
    "metadata.",
  ],
  options: {
    config: CONFIG,
    limetypes: LIMETYPES,
    instance: INSTANCE,
    json: { help: ["print the preview as JSON"] },
  },
  exits: {
    0: "nothing in the preview is of severity error",
    1: "a finding is of severity error, or the payload is not a conversation",
    2: "wrong usage, a file that can't be read, or a configuration that can't be used",
  },
  arguments: [1, 1],
  async run(given) {
    const [conversation = "-"] = given.arguments;
    const found = documents(given);
    const payload = conversation === "-" ? await readStandardInput() : readFile(conversation, "conversation");
    const mapper = mapperOf(found);
    const preview = ofPayload(conversation === "-" ? "standard input" : conversation, () =>
      mapper.preview(payload, { instance: given.text("instance") }),
    );
    if (given.flag("json")) {
      process.stdout.write(`${visibleJson(JSON.stringify(preview, null, 2))}\n`);
    } else {
      const { limetypes } = found;
      const names = localNames(limetypes === undefined ? undefined : new TextDecoder().decode(limetypes.bytes));
      process.stdout.write(render(report(preview, names), wantsColours(process.stdout, process.env)));
    }
    return isReady(preview) ? OK : FAILED;
  },
};

export function isReady(preview: Preview): boolean {
  return preview.findings.every(({ severity }) => severity !== "error");
}

/** Makes something of the payload in a file; a payload that is no conversation ends the command. */
export function ofPayload<T>(file: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    throw new Failure(
      FAILED,
      [labelled("error", `${place(file, error)}: ${withoutPosition(error.message, error)}`)],
      "pass the payload of one conversation as Userlike sends it: one JSON object, in UTF-8, whole",
    );
  }
}
