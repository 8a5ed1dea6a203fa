// Parses the arguments of a command.

import { parseArgs } from "node:util";
import type { Arguments, Command } from "./command.js";
import { CliError, messageOf, USAGE } from "./errors.js";

export function parseArguments(command: Command, args: readonly string[]): Arguments | "help" {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw usageError(messageOf(error), command);
  }
  const {
    values: { help, ...values },
    positionals,
  } = parsed;
  if (help === true) return "help";
  checkPositionals(command, positionals);
  const option = (name: string) => values[name] as string | undefined;
  for (const [name, { choices }] of Object.entries(command.options)) {
    const value = option(name);
    if (choices !== undefined && value !== undefined && !choices.includes(value)) {
      throw usageError(`--${name} must be one of ${choices.join(", ")}`, command);
    }
  }
  return {
    positional: positionals,
    option,
    flag: (name) => values[name] === true,
    integer(name, minimum) {
      const value = option(name);
      if (value === undefined) return undefined;
      if (!/^\d{1,15}$/.test(value) || Number(value) < minimum) {
        throw usageError(`--${name} must be an integer of at least ${minimum}`, command);
      }
      return Number(value);
    },
  };
}

function checkPositionals(command: Command, positionals: readonly string[]): void {
  const [minimum, maximum] = command.arguments;
  if (positionals.length < minimum) {
    throw usageError(`missing argument: ${command.name} ${command.synopsis}`, command);
  }
  if (positionals.length > maximum) {
    throw usageError(`unexpected argument: ${positionals.slice(maximum).join(" ")}`, command);
  }
  const [first] = positionals;
  if (command.choices !== undefined && (first === undefined || !command.choices.includes(first))) {
    throw usageError(`the argument of ${command.name} must be one of ${command.choices.join(", ")}`, command);
  }
}

export function usageError(message: string, command?: Command): CliError {
  const help = command === undefined ? "userlike-limeobject --help" : `userlike-limeobject ${command.name} --help`;
  return new CliError(USAGE, message, `see ${help}`);
}
