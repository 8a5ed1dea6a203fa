// What a command is told, how its arguments are read, and how its help looks: one description for all three.

import { parseArgs } from "node:util";
import { Failure, reason, USAGE } from "./failure.js";
import { labelled } from "./say.js";

export interface Option {
  /** What its value is called; without one it is a switch. */
  value?: string;
  /** The values that there are; for what completes them. */
  choices?: readonly string[];
  /** Lines of help. */
  help: readonly string[];
}

export interface Command {
  name: string;
  /** One line, in the list of commands. */
  summary: string;
  /** What stands behind the name: `CONVERSATION [options]`. */
  synopsis: string;
  /** Lines of help. */
  about: readonly string[];
  /** By their names, without dashes. */
  options: Readonly<Record<string, Option>>;
  /** What the exit statuses mean. */
  exits: Readonly<Record<number, string>>;
  /** How many arguments it takes beside the options, at least and at most. */
  arguments: readonly [number, number];
  /** The values that its first argument can have. */
  choices?: readonly string[];
  run(given: Given): Promise<number>;
}

/** Arguments and options, read. */
export interface Given {
  arguments: readonly string[];
  text(option: string): string | undefined;
  flag(option: string): boolean;
  /** A whole number of at least `least`. */
  number(option: string, least: number): number | undefined;
}

const HELP: Option = { help: ["print this"] };

export function readArguments(command: Command, args: readonly string[]): Given | "help" {
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
    throw usage(reason(error), command);
  }
  const {
    values: { help, ...values },
    positionals,
  } = parsed;
  if (help === true) return "help";
  const [least, most] = command.arguments;
  if (positionals.length < least) throw usage(`too few arguments: ${command.name} ${command.synopsis}`, command);
  if (positionals.length > most) throw usage(`too many arguments: ${positionals.slice(most).join(" ")}`, command);
  const text = (name: string) => values[name] as string | undefined;
  for (const [name, { choices }] of Object.entries(command.options)) {
    const value = text(name);
    if (choices !== undefined && value !== undefined && !choices.includes(value)) {
      throw usage(`--${name} is one of ${choices.join(", ")}`, command);
    }
  }
  return {
    arguments: positionals,
    text,
    flag: (name) => values[name] === true,
    number(name, least) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^\d{1,15}$/.test(value) || Number(value) < least) {
        throw usage(`--${name} is a whole number of at least ${least}`, command);
      }
      return Number(value);
    },
  };
}

export function usage(problem: string, command?: Command): Failure {
  const tell = command === undefined ? "userlike-limeobject --help" : `userlike-limeobject ${command.name} --help`;
  return new Failure(USAGE, [labelled("error", problem)], `see ${tell}`);
}

/** The help of a command. */
export function helpOf(command: Command): string {
  const { name, summary, synopsis, about, exits } = command;
  const options = Object.entries({ ...command.options, help: HELP }).map(([option, { value, help }]): Entry => {
    const dashes = option === "help" ? "-h, --help" : `--${option}`;
    return [value === undefined ? dashes : `${dashes} ${value}`, help];
  });
  return `${[
    `${summary}.`,
    "",
    "Usage",
    `  userlike-limeobject ${name} ${synopsis}`,
    "",
    ...about.map((line) => (line === "" ? "" : `  ${line}`)),
    "",
    "Options",
    ...columns(options),
    "",
    "Exit status",
    ...Object.entries(exits).map(([status, meaning]) => `  ${status.padEnd(4)} ${meaning}`),
  ].join("\n")}\n`;
}

type Entry = [left: string, right: readonly string[]];

/** Two columns; what is too wide for the left one has a line of its own. */
export function columns(entries: readonly Entry[]): string[] {
  const width = Math.min(20, Math.max(...entries.map(([left]) => left.length)));
  return entries.flatMap(([left, right]) => {
    const [first = "", ...more] = right;
    const rest = more.map((line) => `  ${"".padEnd(width)}  ${line}`);
    if (left.length > width) return [`  ${left}`, `  ${"".padEnd(width)}  ${first}`, ...rest];
    return [`  ${left.padEnd(width)}  ${first}`, ...rest];
  });
}
