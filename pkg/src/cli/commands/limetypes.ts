import { renameSync, rmSync, writeFileSync } from "node:fs";
import { fetchLimetypes } from "../../entrypoints/delivery/node.js";
import { limetypes as readLimetypes } from "../../entrypoints/node.js";
import type { Command } from "../command.js";
import { CONNECTION_OPTIONS, connectionError, connectionFrom } from "../connection.js";
import { CliError, messageOf, OK, USAGE } from "../errors.js";
import { writeJson, writeStdout } from "../stdout.js";

export const limetypes: Command = {
  name: "limetypes",
  summary: "Fetches Lime CRM's metadata (limetypes and their properties) and stores it",
  synopsis: "[options]",
  description: [
    "check, preview and send compare configurations and values with the metadata. It",
    "contains no customer data.",
  ],
  options: {
    ...CONNECTION_OPTIONS,
    out: { value: "FILE", help: ["file to write. Default: standard output"] },
  },
  exitStatuses: {
    0: "the metadata was fetched",
    1: "the metadata could not be fetched from Lime CRM",
    2: "wrong usage, or the file cannot be written",
  },
  arguments: [0, 0],
  async run(args) {
    const metadata = await fetchLimetypes(connectionFrom(args)).catch((error) => {
      throw connectionError(error);
    });
    const file = args.option("out");
    if (file === undefined) {
      writeJson(metadata, 2);
      return OK;
    }
    try {
      // Atomic: another process reads the old file or the new one.
      writeFileSync(`${file}.new`, `${JSON.stringify(metadata, null, 2)}\n`, { flush: true });
      renameSync(`${file}.new`, file);
    } catch (error) {
      rmSync(`${file}.new`, { force: true });
      throw new CliError(
        USAGE,
        `cannot write ${file}: ${messageOf(error)}`,
        "check the path and the folder's permissions",
      );
    }
    writeStdout([[`${file}: ${readLimetypes(metadata).limetypes.length} limetypes`]]);
    return OK;
  },
};
