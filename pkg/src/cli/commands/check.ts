import { fetchLimetypes } from "../../entrypoints/delivery/node.js";
import { ConfigError, instances, Mapper, type Problem } from "../../entrypoints/node.js";
import { usageError } from "../arguments.js";
import type { Arguments, Command } from "../command.js";
import { CONNECTION_OPTIONS, connectionError, connectionFrom, DEFAULT_SETTLE_TIME } from "../connection.js";
import { CliError, FAILED, OK } from "../errors.js";
import {
  LIMETYPES,
  type MappingFiles,
  type NamedFile,
  problemHint,
  problemLine,
  readMetadata,
  readNamedFile,
} from "../mapping.js";
import { writeStderr } from "../stderr.js";
import { writeJson, writeStdout } from "../stdout.js";
import { type Line, style } from "../terminal.js";

export const check: Command = {
  name: "check",
  summary: "Checks a mapping configuration, optionally against Lime CRM's metadata",
  synopsis: "CONFIGURATION [options]",
  description: [
    "CONFIGURATION is a file. All problems are reported at once, each with its position.",
    "The metadata is read from a file or fetched from Lime CRM; without metadata, only",
    "the configuration itself is checked.",
  ],
  options: {
    limetypes: LIMETYPES,
    ...CONNECTION_OPTIONS,
    url: { value: "URL", help: ["fetch the metadata from this Lime CRM:", "https://<server>/<application>"] },
    json: { help: ["print the problems as JSON"] },
  },
  exitStatuses: {
    0: "the configuration is valid; there may be warnings",
    1: "the configuration has errors, or the metadata could not be fetched from Lime CRM",
    2: "wrong usage or an unreadable file",
  },
  arguments: [1, 1],
  async run(args) {
    const [file = ""] = args.positional;
    if (args.option("limetypes") !== undefined && args.option("url") !== undefined) {
      throw usageError("--limetypes and --url exclude each other", check);
    }
    const config = readNamedFile(file, "configuration");
    const limetypes =
      args.option("url") === undefined ? readMetadata(args.option("limetypes")) : await fetchMetadata(args);
    const files = { config, limetypes };
    const problems = problemsOf(files);
    const errors = problems.filter(({ severity }) => severity === "error");
    if (args.flag("json")) writeJson(problems, 2);
    else if (errors.length === 0) {
      writeStderr([...problems.map((problem) => problemLine(problem, files)), ...withoutKeys(files)]);
      writeStdout([verdict(files)]);
    } else {
      const lines = problems.map((problem) => problemLine(problem, files));
      throw new CliError(FAILED, lines, problemHint(problems));
    }
    return errors.length === 0 ? OK : FAILED;
  },
};

async function fetchMetadata(args: Arguments): Promise<NamedFile> {
  const limetypes = await fetchLimetypes(connectionFrom(args)).catch((error) => {
    throw connectionError(error);
  });
  return { bytes: new TextEncoder().encode(JSON.stringify(limetypes)), name: "Lime CRM" };
}

function problemsOf({ config, limetypes }: MappingFiles): readonly Problem[] {
  try {
    return new Mapper(config.bytes, { limetypes: limetypes?.bytes }).warnings;
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** Says which instances have no property that excludes a second object. */
function withoutKeys({ config }: MappingFiles): Line[] {
  const lacking = instances(config.bytes).instances.filter(
    ({ limeobject, relationHistory, history }) =>
      limeobject.idempotencyProperty === null || (relationHistory !== null && history.idempotencyProperty === null),
  );
  const names = lacking.map(({ displayName }) => displayName).join(", ");
  if (names === "") return [];
  return [
    [
      { style: style.cyan, text: "info" },
      `: ${names}: without an idempotencyProperty there can be two: a request without an answer is repeated after ${DEFAULT_SETTLE_TIME} seconds, and Lime CRM may still carry out both`,
    ],
  ];
}

function verdict({ config, limetypes }: MappingFiles): Line {
  const metadata =
    limetypes === undefined
      ? "; without metadata, it was not checked against Lime CRM"
      : `, checked against ${limetypes.name}`;
  return [{ style: style.green, text: "valid" }, `: ${config.name}${metadata}`];
}
