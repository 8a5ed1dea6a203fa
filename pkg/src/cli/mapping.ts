// The configuration and the metadata that a command is told, as a mapper.

import { ConfigError, Mapper, type Problem } from "../node.js";
import type { Given, Option } from "./command.js";
import { Failure, USAGE } from "./failure.js";
import { readFile, shipped, shown } from "./files.js";
import { labelled, place, say, withoutPosition } from "./say.js";
import { dim, type Line } from "./terminal.js";

export const CONFIG: Option = {
  value: "FILE",
  help: ["the mapping configuration"],
};
export const LIMETYPES: Option = {
  value: "FILE",
  help: ["Lime CRM's metadata, as the command limetypes stores it"],
};
export const INSTANCE: Option = {
  value: "NAME",
  help: ["use this instance of the configuration, whatever the", "conversation's topics say"],
};

/** Documents by what they are, each with the name under which problems in it are shown. */
export interface Documents {
  config: { bytes: Uint8Array; file: string };
  limetypes: { bytes: Uint8Array; file: string } | undefined;
}

/** The files of `--config` and `--limetypes`; without the first, those of the package's example. */
export function documents(given: Given): Documents {
  const config = given.text("config");
  const limetypes = given.text("limetypes");
  if (config === undefined) {
    const metadata = limetypes === undefined ? " and examples/limetypes.json" : "";
    say([[dim("note"), `: without --config, this shows the package's examples/config.json${metadata}`]]);
  }
  return {
    config: document(config ?? shipped("examples/config.json"), "configuration"),
    limetypes: metadata(limetypes ?? (config === undefined ? shipped("examples/limetypes.json") : undefined)),
  };
}

export function document(path: string | URL, what: string): { bytes: Uint8Array; file: string } {
  return { bytes: readFile(path, what), file: shown(path) };
}

export function metadata(path: string | URL | undefined): Documents["limetypes"] {
  return path === undefined ? undefined : document(path, "metadata");
}

/** The mapper, its warnings said; what can't be used ends the command. */
export function mapperOf({ config, limetypes }: Documents): Mapper {
  try {
    const mapper = new Mapper(config.bytes, { limetypes: limetypes?.bytes });
    say(mapper.warnings.map((problem) => problemLine(problem, { config, limetypes })));
    return mapper;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Failure(
      USAGE,
      error.problems.map((problem) => problemLine(problem, { config, limetypes })),
      whatToDo(error.problems),
    );
  }
}

export function problemLine(problem: Problem, documents: Documents): Line {
  const { severity, document, pointer } = problem;
  const message = withoutPosition(problem.message, problem);
  const where = place(documents[document]?.file, problem);
  return labelled(severity, `${where}: ${pointer === "" ? "" : `${pointer}: `}${message}`);
}

/** How the documents with errors in them are mended. */
export function whatToDo(problems: readonly Problem[]): string {
  const wrong = new Set(problems.filter(({ severity }) => severity === "error").map(({ document }) => document));
  const hints = [];
  if (wrong.has("config")) {
    hints.push("correct the configuration; the package's schema/config.json and examples/config.json show how");
  }
  if (wrong.has("limetypes")) {
    hints.push(
      "fetch the metadata again (userlike-limeobject limetypes), or save the whole answer of GET api/v1/limetype/?_embed=limetypes.properties",
    );
  }
  return hints.join("; ");
}
