// The help text of a command.

import type { CliOption, Command } from "./command.js";

const HELP: CliOption = { help: ["print this help"] };

export function helpText(command: Command): string {
  const { name, summary, synopsis, description, exitStatuses } = command;
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
    ...description.map((line) => (line === "" ? "" : `  ${line}`)),
    "",
    "Options",
    ...columns(options),
    "",
    "Exit status",
    ...Object.entries(exitStatuses).map(([status, meaning]) => `  ${status.padEnd(4)} ${meaning}`),
  ].join("\n")}\n`;
}

type Entry = [left: string, right: readonly string[]];

/** Formats two columns. An entry that is too wide for the left column has a line of its own. */
export function columns(entries: readonly Entry[]): string[] {
  const width = Math.min(20, Math.max(...entries.map(([left]) => left.length)));
  return entries.flatMap(([left, right]) => {
    const [first = "", ...more] = right;
    const rest = more.map((line) => `  ${"".padEnd(width)}  ${line}`);
    if (left.length > width) return [`  ${left}`, `  ${"".padEnd(width)}  ${first}`, ...rest];
    return [`  ${left.padEnd(width)}  ${first}`, ...rest];
  });
}
