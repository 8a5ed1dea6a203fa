// The command line: selects a command, runs it, and reports errors.

import { readFileSync } from "node:fs";
import { parseArguments, usageError } from "./arguments.js";
import type { Command } from "./command.js";
import { check } from "./commands/check.js";
import { completion } from "./commands/completion.js";
import { limetypes } from "./commands/limetypes.js";
import { preview } from "./commands/preview.js";
import { send } from "./commands/send.js";
import { serve } from "./commands/serve.js";
import { CliError, FAILED, OK } from "./errors.js";
import { packageFile } from "./files.js";
import { columns, helpText } from "./help.js";
import { errorMessage, hint, writeStderr } from "./stderr.js";
import { stdoutFailure, writeText } from "./stdout.js";

const others: readonly Command[] = [preview, check, limetypes, send, serve];
const commands = [...others, completion(others)];

const HELP = `Previews Userlike conversations in Lime CRM and sends them.

Usage
  userlike-limeobject COMMAND [options]

Commands
${columns(commands.map(({ name, summary }) => [name, [summary]])).join("\n")}

Options
  -h, --help     print this help; after a command, the help of that command
  -v, --version  print the version

Environment
  LIME_URL       Lime CRM: https://<server>/<application>
  LIME_API_KEY   key of an API user in Lime CRM
  NO_COLOR       disables colors; FORCE_COLOR enables them

Exit status
  0  success
  1  the input has errors, Lime CRM rejected something, or the output cannot be written
  2  wrong usage, an unreadable file, or an invalid configuration
`;

/** Runs the command with its arguments, without the program's name, and returns the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  // Messages that nobody reads any more do not end a command.
  process.stderr.on("error", () => {});
  const status = await run(args).catch((error) => {
    if (!(error instanceof CliError)) throw error;
    writeStderr([...error.lines, hint(error.hint)]);
    return error.status;
  });
  const failure = await stdoutFailure();
  if (failure === undefined) return status;
  writeStderr([
    errorMessage(`cannot write to standard output: ${failure.message}`),
    hint("the command has done its work, but its output is incomplete"),
  ]);
  return status === OK ? FAILED : status;
}

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    writeText(HELP);
    return OK;
  }
  if (name === "--version" || name === "-v") {
    const manifest: { version: string } = JSON.parse(readFileSync(packageFile("package.json"), "utf8"));
    writeText(`${manifest.version}\n`);
    return OK;
  }
  const command = commands.find((command) => command.name === name);
  if (command === undefined) throw usageError(name === undefined ? "no command given" : `unknown command: ${name}`);
  const parsed = parseArguments(command, args);
  if (parsed === "help") {
    writeText(helpText(command));
    return OK;
  }
  return command.run(parsed);
}
