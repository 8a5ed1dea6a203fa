// The command line: arguments and files in, a report and an exit status out.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ConfigError, Mapper, PayloadError, type Preview, type Problem } from "../node.js";
import { localNames } from "./names.js";
import { report } from "./report.js";
import { dim, type Line, render, style, visibleJson, wantsColours } from "./terminal.js";

const HELP = `Shows what a Userlike conversation becomes in Lime CRM, before it is sent.

Usage
  userlike-limeobject preview CONVERSATION [options]

  CONVERSATION is a file with the payload of one conversation, as Userlike sends
  it (JSON). With - it is read from standard input.

Options
  --config FILE      the mapping configuration; without it, the example that
                     comes with this package is used, with example metadata
  --limetypes FILE   Lime CRM's metadata: what your Lime CRM answers to
                     GET api/v1/limetype/?_embed=limetypes.properties
  --instance NAME    use this instance of the configuration, whatever the
                     conversation's topics say
  --json             print the preview as JSON
  -h, --help         print this
  -v, --version      print the version

Exit status
  0  nothing in the preview is of severity error
  1  a finding is of severity error, or the payload is not a conversation
  2  wrong usage, a file that can't be read, or a configuration that can't be used
`;

/** Exit statuses. */
const OK = 0;
const FINDINGS = 1;
const USAGE = 2;

/** Ends the command with a message for a person. */
class Failure extends Error {
  constructor(
    readonly status: typeof FINDINGS | typeof USAGE,
    readonly problems: readonly Line[],
    readonly whatToDo: string,
  ) {
    super(whatToDo);
  }
}

/** Runs the command with its arguments, without the program's name, and answers with the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  process.stdout.on("error", endOnBrokenPipe);
  process.stderr.on("error", endOnBrokenPipe);
  try {
    return await run(args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say([...error.problems, [dim("what to do"), `: ${error.whatToDo}`]]);
    return error.status;
  }
}

async function run(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (options === "help") {
    process.stdout.write(HELP);
    return OK;
  }
  if (options === "version") {
    const manifest: { version: string } = JSON.parse(readFileSync(shipped("package.json"), "utf8"));
    process.stdout.write(`${manifest.version}\n`);
    return OK;
  }

  const { conversation, instance } = options;
  const configPath = options.config ?? shipped("examples/config.json");
  const limetypesPath =
    options.limetypes ?? (options.config === undefined ? shipped("examples/limetypes.json") : undefined);
  if (options.config === undefined) {
    const metadata = options.limetypes === undefined ? " and examples/limetypes.json" : "";
    say([[dim("note"), `: without --config, this shows the package's examples/config.json${metadata}`]]);
  }
  const config = readFile(configPath, "configuration");
  const limetypes = limetypesPath === undefined ? undefined : readFile(limetypesPath, "metadata");
  const payload = conversation === "-" ? await readStandardInput() : readFile(conversation, "conversation");

  const files = { config: name(configPath), limetypes: limetypesPath === undefined ? "" : name(limetypesPath) };
  const mapper = newMapper(config, limetypes, files);
  const preview = previewOf(mapper, payload, instance, conversation === "-" ? "standard input" : conversation);

  if (options.json) {
    process.stdout.write(`${visibleJson(JSON.stringify(preview, null, 2))}\n`);
  } else {
    const names = localNames(limetypes === undefined ? undefined : new TextDecoder().decode(limetypes));
    process.stdout.write(render(report(preview, names), wantsColours(process.stdout, process.env)));
  }
  return preview.findings.some(({ severity }) => severity === "error") ? FINDINGS : OK;
}

interface Options {
  conversation: string;
  config: string | undefined;
  limetypes: string | undefined;
  instance: string | undefined;
  json: boolean;
}

function optionsOf(args: readonly string[]): Options | "help" | "version" {
  const { values, positionals } = parsed(args);
  if (values.help) return "help";
  if (values.version) return "version";
  const [command, conversation, ...more] = positionals;
  if (command !== "preview") throw usage(command === undefined ? "no command given" : `no such command: ${command}`);
  if (conversation === undefined) throw usage("no conversation given");
  if (more.length > 0) throw usage(`one conversation at a time; too much: ${more.join(" ")}`);
  return {
    conversation,
    config: values.config,
    limetypes: values.limetypes,
    instance: values.instance,
    json: values.json ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: "string" },
        limetypes: { type: "string" },
        instance: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
  } catch (error) {
    throw usage(reason(error));
  }
}

function usage(problem: string): Failure {
  return new Failure(
    USAGE,
    [labelled("error", problem)],
    "userlike-limeobject preview conversation.json; --help tells all options",
  );
}

function shipped(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}

function name(path: string | URL): string {
  return typeof path === "string" ? path : path.pathname.split("/").slice(-2).join("/");
}

function readFile(path: string | URL, what: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure(
      USAGE,
      [labelled("error", `the ${what} can't be read: ${reason(error)}`)],
      "check the path and who may read it",
    );
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function newMapper(config: Uint8Array, limetypes: Uint8Array | undefined, files: Record<string, string>): Mapper {
  try {
    const mapper = new Mapper(config, { limetypes });
    say(mapper.warnings.map((problem) => problemLine(problem, files)));
    return mapper;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Failure(
      USAGE,
      error.problems.map((problem) => problemLine(problem, files)),
      "correct the file; the schemas in the package's schema folder and the files in examples show how",
    );
  }
}

function problemLine(problem: Problem, files: Record<string, string>): Line {
  const { severity, document, pointer, message } = problem;
  return labelled(severity, `${place(files[document], problem)}: ${pointer === "" ? "" : `${pointer}: `}${message}`);
}

function previewOf(mapper: Mapper, payload: Uint8Array, instance: string | undefined, file: string): Preview {
  try {
    return mapper.preview(payload, { instance });
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    throw new Failure(
      FINDINGS,
      [labelled("error", `${place(file, error)}: ${error.message}`)],
      "pass the payload of one conversation as Userlike sends it: one JSON object, in UTF-8, whole",
    );
  }
}

function labelled(severity: Problem["severity"], text: string): Line {
  return [{ style: severity === "error" ? style.red : style.yellow, text: severity }, `: ${text}`];
}

/** `file:line:column`, as far as it is known. */
function place(file: string | undefined, { line, column }: { line?: number | null; column?: number | null }): string {
  return [file, line, column].filter((part) => part !== undefined && part !== null).join(":");
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Prints to standard error. */
function say(lines: readonly Line[]): void {
  if (lines.length > 0) process.stderr.write(render(lines, wantsColours(process.stderr, process.env)));
}

/** Whoever reads the output may stop early (`| head`); that is no failure of this command. */
function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}
