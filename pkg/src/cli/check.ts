import { fetchLimetypes } from "../delivery.node.js";
import { ConfigError, Mapper, type Problem } from "../node.js";
import { type Command, usage } from "./command.js";
import { FAILED, Failure, OK } from "./failure.js";
import { LIME_OPTIONS, limeFailure, limeOf } from "./lime.js";
import { type Documents, document, LIMETYPES, metadata, problemLine, whatToDo } from "./mapping.js";
import { say } from "./say.js";
import { type Line, render, style, visibleJson, wantsColours } from "./terminal.js";

export const check: Command = {
  name: "check",
  summary: "Checks a mapping configuration, against Lime CRM's metadata if there is some",
  synopsis: "CONFIGURATION [options]",
  about: [
    "CONFIGURATION is a file. Everything that is wrong is told at once, each with its",
    "place. The metadata is a file, or is fetched from a Lime CRM; without any, only",
    "the configuration itself is checked.",
  ],
  options: {
    limetypes: LIMETYPES,
    ...LIME_OPTIONS,
    url: { value: "URL", help: ["fetch the metadata from this Lime CRM instead,", "https://<server>/<application>"] },
    json: { help: ["print the problems as JSON"] },
  },
  exits: {
    0: "it can be used; there may be warnings",
    1: "it has errors, or Lime CRM did not tell its metadata",
    2: "wrong usage, or a file that can't be read",
  },
  arguments: [1, 1],
  async run(given) {
    const [file = ""] = given.arguments;
    if (given.text("limetypes") !== undefined && given.text("url") !== undefined) {
      throw usage("either --limetypes or --url", check);
    }
    const config = document(file, "configuration");
    let limetypes = metadata(given.text("limetypes"));
    if (given.text("url") !== undefined) {
      const fetched = await fetchLimetypes(limeOf(given)).catch((error) => {
        throw limeFailure(error);
      });
      limetypes = { bytes: new TextEncoder().encode(JSON.stringify(fetched)), file: "Lime CRM" };
    }
    const documents = { config, limetypes };
    const problems = problemsOf(documents);
    const errors = problems.filter(({ severity }) => severity === "error");
    if (given.flag("json")) process.stdout.write(`${visibleJson(JSON.stringify(problems, null, 2))}\n`);
    else if (errors.length === 0) {
      say(problems.map((problem) => problemLine(problem, documents)));
      process.stdout.write(render([verdict(documents)], wantsColours(process.stdout, process.env)));
    } else {
      throw new Failure(
        FAILED,
        problems.map((problem) => problemLine(problem, documents)),
        whatToDo(problems),
      );
    }
    return errors.length === 0 ? OK : FAILED;
  },
};

function problemsOf({ config, limetypes }: Documents): readonly Problem[] {
  try {
    return new Mapper(config.bytes, { limetypes: limetypes?.bytes }).warnings;
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function verdict({ config, limetypes }: Documents): Line {
  const against =
    limetypes === undefined ? "; without metadata, nothing was checked against Lime CRM" : ` with ${limetypes.file}`;
  return [{ style: style.green, text: "usable" }, `: ${config.file}${against}`];
}
