// The command line: arguments and files in, output and an exit status out.

import { readFileSync } from "node:fs";
import { check } from "./check.js";
import { type Command, columns, helpOf, readArguments, usage } from "./command.js";
import { completion } from "./completion.js";
import { Failure, OK } from "./failure.js";
import { shipped } from "./files.js";
import { limetypes } from "./limetypes.js";
import { preview } from "./preview.js";
import { say } from "./say.js";
import { send } from "./send.js";
import { serve } from "./serve.js";
import { dim } from "./terminal.js";

const commands: readonly Command[] = [preview, check, limetypes, send, serve];
const all = [...commands, completion(commands)];

const HELP = `Userlike conversations and Lime CRM: see what becomes of one, and send it.

Usage
  userlike-limeobject COMMAND [options]

Commands
${columns(all.map(({ name, summary }) => [name, [summary]])).join("\n")}

Options
  -h, --help     print this; behind a command, what that command takes
  -v, --version  print the version

Environment
  LIME_URL       Lime CRM, https://<server>/<application>
  LIME_API_KEY   the key of an API user in Lime CRM
  NO_COLOR       no colours; FORCE_COLOR has them always

Exit status
  0  it worked
  1  the input has errors, or Lime CRM refused something
  2  wrong usage, a file that can't be read, or a configuration that can't be used
`;

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

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    process.stdout.write(HELP);
    return OK;
  }
  if (name === "--version" || name === "-v") {
    const manifest: { version: string } = JSON.parse(readFileSync(shipped("package.json"), "utf8"));
    process.stdout.write(`${manifest.version}\n`);
    return OK;
  }
  const command = all.find((command) => command.name === name);
  if (command === undefined) throw usage(name === undefined ? "no command given" : `no such command: ${name}`);
  const given = readArguments(command, args);
  if (given === "help") {
    process.stdout.write(helpOf(command));
    return OK;
  }
  if (command.choices !== undefined && !command.choices.includes(given.arguments[0] ?? "")) {
    throw usage(`${command.name} takes one of ${command.choices.join(", ")}`, command);
  }
  return command.run(given);
}

/** Whoever reads the output may stop early (`| head`); that is no failure of this command. */
function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}
