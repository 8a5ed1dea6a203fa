import { PayloadError } from "../../entrypoints/node.js";
import type { Command } from "../command.js";
import { CliError, FAILED, OK } from "../errors.js";
import { readFile, readStandardInput } from "../files.js";
import { readLabels } from "../labels.js";
import { CONFIG, createMapper, INSTANCE, LIMETYPES, MEDIA_HOSTS, mediaHosts, readMappingFiles } from "../mapping.js";
import { formatPosition, withoutPosition } from "../position.js";
import { hasErrors, report } from "../report.js";
import { errorMessage } from "../stderr.js";
import { writeJson, writeStdout } from "../stdout.js";

export const preview: Command = {
  name: "preview",
  summary: "Shows what a Userlike conversation becomes in Lime CRM, before it is sent",
  synopsis: "CONVERSATION [options]",
  description: [
    "CONVERSATION is a file with the payload of one conversation as Userlike sends it",
    "(JSON); - reads standard input. Nothing is sent. Without --config, the example",
    "configuration and metadata of the package are used.",
  ],
  options: {
    config: CONFIG,
    limetypes: LIMETYPES,
    "media-hosts": MEDIA_HOSTS,
    instance: INSTANCE,
    json: { help: ["print the preview as JSON"] },
  },
  exitStatuses: {
    0: "no finding has severity error",
    1: "a finding has severity error, or the payload is not a conversation",
    2: "wrong usage, an unreadable file, or an invalid configuration",
  },
  arguments: [1, 1],
  async run(args) {
    const [file = "-"] = args.positional;
    const files = readMappingFiles(args);
    const payload = file === "-" ? await readStandardInput() : readFile(file, "conversation");
    const mapper = createMapper(files, mediaHosts(args));
    const preview = reportPayloadError(file === "-" ? "standard input" : file, () =>
      mapper.preview(payload, { instance: args.option("instance") }),
    );
    if (args.flag("json")) writeJson(preview, 2);
    else {
      writeStdout(report(preview, readLabels(files.limetypes?.bytes)));
    }
    return hasErrors(preview) ? FAILED : OK;
  },
};

/** Converts a PayloadError to a CliError with the position in the file. */
function reportPayloadError<T>(file: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    throw new CliError(
      FAILED,
      [errorMessage(`${formatPosition(file, error)}: ${withoutPosition(error.message, error)}`)],
      "pass the complete payload of one conversation as Userlike sends it: one JSON object in UTF-8",
    );
  }
}
