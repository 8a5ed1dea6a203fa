// The configuration and metadata of a command, and the mapper that is created from them.

import { ConfigError, LimeobjectError, Mapper, type Problem, USERLIKE_HOSTS } from "../entrypoints/node.js";
import { usageError } from "./arguments.js";
import type { Arguments, CliOption } from "./command.js";
import { CliError, USAGE } from "./errors.js";
import { displayName, packageFile, readFile } from "./files.js";
import { formatPosition, withoutPosition } from "./position.js";
import { errorMessage, note, warningMessage, writeStderr } from "./stderr.js";
import type { Line } from "./terminal.js";

export const CONFIG: CliOption = {
  value: "FILE",
  help: ["the mapping configuration"],
};
export const LIMETYPES: CliOption = {
  value: "FILE",
  help: ["Lime CRM's metadata, as stored by the command limetypes"],
};
export const INSTANCE: CliOption = {
  value: "NAME",
  help: ["use this instance of the configuration regardless of the", "conversation's topics"],
};

export const MEDIA_HOSTS: CliOption = {
  value: "HOSTS",
  help: [
    "hosts that media files may be fetched from, separated by commas;",
    "*.x: all hosts below x. Default: the hosts of Userlike",
  ],
};

/** Contents of a file and its name in messages. */
export interface NamedFile {
  bytes: Uint8Array;
  name: string;
}

export interface MappingFiles {
  config: NamedFile;
  limetypes: NamedFile | undefined;
}

/** Reads the files of `--config` and `--limetypes`. Default: the examples of the package. */
export function readMappingFiles(args: Arguments): MappingFiles {
  const config = args.option("config");
  const limetypes = args.option("limetypes");
  if (config === undefined) {
    const metadata = limetypes === undefined ? " and examples/limetypes.json" : "";
    writeStderr([note(`no --config given; using the package's examples/config.json${metadata}`)]);
  }
  return {
    config: readNamedFile(config ?? packageFile("examples/config.json"), "configuration"),
    limetypes: readMetadata(limetypes ?? (config === undefined ? packageFile("examples/limetypes.json") : undefined)),
  };
}

export function readNamedFile(path: string | URL, description: string): NamedFile {
  return { bytes: readFile(path, description), name: displayName(path) };
}

export function readMetadata(path: string | URL | undefined): NamedFile | undefined {
  return path === undefined ? undefined : readNamedFile(path, "metadata");
}

/** The hosts of `--media-hosts`: previews warn of files on others, and `send` does not fetch them. */
export function mediaHosts(args: Arguments): string[] {
  const hosts = args.option("media-hosts")?.split(",");
  return hosts?.map((host) => host.trim()).filter((host) => host !== "") ?? [...USERLIKE_HOSTS];
}

/** Creates the mapper and prints its warnings. */
export function createMapper(files: MappingFiles, mediaHosts: readonly string[]): Mapper {
  try {
    const mapper = new Mapper(files.config.bytes, { limetypes: files.limetypes?.bytes, mediaHosts });
    writeStderr(mapper.warnings.map((problem) => problemLine(problem, files)));
    return mapper;
  } catch (error) {
    if (error instanceof LimeobjectError && error.code === "option") throw usageError(error.message);
    if (!(error instanceof ConfigError)) throw error;
    const lines = error.problems.map((problem) => problemLine(problem, files));
    throw new CliError(USAGE, lines, problemHint(error.problems));
  }
}

export function problemLine(problem: Problem, files: MappingFiles): Line {
  const { severity, document, pointer } = problem;
  const position = formatPosition(files[document]?.name, problem);
  const text = `${position}: ${pointer === "" ? "" : `${pointer}: `}${withoutPosition(problem.message, problem)}`;
  return severity === "error" ? errorMessage(text) : warningMessage(text);
}

/** Says how to correct the documents that have errors. */
export function problemHint(problems: readonly Problem[]): string {
  const invalid = new Set(problems.filter(({ severity }) => severity === "error").map(({ document }) => document));
  const hints = [];
  if (invalid.has("config")) {
    hints.push("correct the configuration; schema/config.json and examples/config.json of the package show its shape");
  }
  if (invalid.has("limetypes")) {
    hints.push(
      "fetch the metadata again with userlike-limeobject limetypes, or save the complete response of GET api/v1/limetype/?_embed=limetypes.properties",
    );
  }
  return hints.join("; ");
}
