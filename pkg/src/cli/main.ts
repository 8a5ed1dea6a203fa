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
import { CliError, OK } from "./errors.js";
import { packageFile } from "./files.js";
import { columns, helpText } from "./help.js";
import { hint, writeStderr } from "./stderr.js";

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
  1  the input has errors, or Lime CRM rejected something
  2  wrong usage, an unreadable file, or an invalid configuration
`;

/** Runs the command with its arguments, without the program's name, and returns the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  process.stdout.on("error", endOnBrokenPipe);
  process.stderr.on("error", endOnBrokenPipe);
  try {
    return await run(args);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    writeStderr([...error.lines, hint(error.hint)]);
    return error.status;
  }
}

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    process.stdout.write(HELP);
    return OK;
  }
  if (name === "--version" || name === "-v") {
    const manifest: { version: string } = JSON.parse(readFileSync(packageFile("package.json"), "utf8"));
    process.stdout.write(`${manifest.version}\n`);
    return OK;
  }
  const command = commands.find((command) => command.name === name);
  if (command === undefined) throw usageError(name === undefined ? "no command given" : `unknown command: ${name}`);
  const parsed = parseArguments(command, args);
  if (parsed === "help") {
    process.stdout.write(helpText(command));
    return OK;
  }
  return command.run(parsed);
}

/** A reader that closes the output early (`| head`) is not an error. */
function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}
