// Shell completion of commands, options and values, generated from the descriptions of the commands.

import type { Command } from "../command.js";
import { OK } from "../errors.js";
import { writeText } from "../stdout.js";

const PROGRAM = "userlike-limeobject";
const SHELLS = ["bash", "fish", "zsh"] as const;

/** Returns the command that prints the scripts for the given commands and itself. */
export function completion(commands: readonly Command[]): Command {
  const self: Command = {
    name: "completion",
    summary: "Prints a completion script for your shell",
    synopsis: SHELLS.join("|"),
    description: [
      `bash  add to ~/.bashrc:  source <(${PROGRAM} completion bash)`,
      `zsh   add to ~/.zshrc, after compinit:  source <(${PROGRAM} completion zsh)`,
      `fish  run:  ${PROGRAM} completion fish > ~/.config/fish/completions/${PROGRAM}.fish`,
    ],
    options: {},
    exitStatuses: { 0: "the script was printed", 2: "wrong usage" },
    arguments: [1, 1],
    choices: SHELLS,
    async run(args) {
      const [shell = ""] = args.positional;
      const all = [...commands, self];
      writeText(shell === "fish" ? fish(all) : shell === "zsh" ? zsh(all) : bash(all));
      return OK;
    },
  };
  return self;
}

const dashed = (command: Command) => [...Object.keys(command.options), "help"].map((name) => `--${name}`);

/** Returns the options that have a fixed set of values, and the values. */
function choices(command: Command): [string, readonly string[]][] {
  return Object.entries(command.options).flatMap(([name, { choices }]) => (choices ? [[`--${name}`, choices]] : []));
}

function bash(commands: readonly Command[]): string {
  const words = commands.map(({ name }) => name).join(" ");
  const cases = commands.map((command) => {
    const values = choices(command).map(
      ([option, values]) => `        [ "$before" = ${option} ] && words="${values.join(" ")}" && plain=1\n`,
    );
    const own = command.choices === undefined ? "" : `        first="${command.choices.join(" ")}"\n`;
    return `    ${command.name})\n        words="${dashed(command).join(" ")}"\n${own}${values.join("")}        ;;\n`;
  });
  return `# ${PROGRAM}: completion for bash
_userlike_limeobject() {
    local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} words= first= plain=
    case \${COMP_WORDS[1]} in
${cases.join("")}    esac
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "${words} --help --version" -- "$word")
    elif [ -n "$plain" ] || [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    elif [ -n "$first" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$first" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -o filenames -F _userlike_limeobject ${PROGRAM}
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function zsh(commands: readonly Command[]): string {
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}\n`);
  const cases = commands.map((command) => {
    const specs = Object.entries(command.options).map(([name, { value, choices, help }]) => {
      const text = help.join(" ").replaceAll(/[[\]:]/g, " ");
      const values = choices ? `(${choices.join(" ")})` : value === "FILE" ? "_files" : " ";
      const action = value === undefined ? "" : `:${value}:${values}`;
      return quoted(`--${name}[${text}]${action}`);
    });
    const first = command.choices ? `:${command.name}:(${command.choices.join(" ")})` : ":file:_files";
    const rest = command.arguments[1] === 0 ? [] : [quoted(`1${first}`)];
    return `    ${command.name}) _arguments ${[...specs, "'--help[print the help]'", ...rest].join(" ")} ;;\n`;
  });
  return `#compdef ${PROGRAM}
# ${PROGRAM}: completion for zsh
_userlike_limeobject() {
  local -a commands
  commands=(
${list.join("")}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("")}  esac
}
compdef _userlike_limeobject ${PROGRAM}
`;
}

function fish(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => {
    const { name, summary } = command;
    const when = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    const options = Object.entries(command.options).map(([option, { value, choices, help }]) => {
      const kind = choices ? `-x -a ${quoted(choices.join(" "))}` : value === "FILE" ? "-r -F" : value ? "-x" : "";
      return `complete -c ${PROGRAM} ${when} -l ${option} ${kind} -d ${quoted(help.join(" "))}`.replace(/ {2}/, " ");
    });
    const own = command.choices ? [`complete -c ${PROGRAM} ${when} -f -a ${quoted(command.choices.join(" "))}`] : [];
    return [`complete -c ${PROGRAM} -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`, ...options, ...own];
  });
  return `# ${PROGRAM}: completion for fish\n${lines.join("\n")}\ncomplete -c ${PROGRAM} -l help -s h -d 'print the help'\n`;
}
