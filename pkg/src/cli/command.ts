// Description of a command, from which its arguments are parsed, its help is printed and its completion is generated.

export interface CliOption {
  /** Name of its value in the help; absent for a flag. */
  value?: string;
  /** Allowed values. */
  choices?: readonly string[];
  /** Lines of help. */
  help: readonly string[];
}

export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** Arguments after the name: `CONVERSATION [options]`. */
  synopsis: string;
  /** Lines of help. */
  description: readonly string[];
  /** Options by name, without dashes. */
  options: Readonly<Record<string, CliOption>>;
  /** Meanings of the exit statuses. */
  exitStatuses: Readonly<Record<number, string>>;
  /** Minimum and maximum number of positional arguments. */
  arguments: readonly [minimum: number, maximum: number];
  /** Allowed values of the first argument. */
  choices?: readonly string[];
  run(args: Arguments): Promise<number>;
}

/** Parsed arguments and options. */
export interface Arguments {
  positional: readonly string[];
  /** Value of an option. */
  option(name: string): string | undefined;
  flag(name: string): boolean;
  /** Value of an option that is an integer of at least `minimum`. */
  integer(name: string, minimum: number): number | undefined;
}
