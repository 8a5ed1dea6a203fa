// What the server says about settings that it refused.

import type { SettingsProblem } from "../../../../contract/error-body.ts";
import { ApiError } from "../../api/error.ts";
import { problemText } from "../../i18n/problem-text.ts";

/** What is wrong with a setting, in the page's language. */
export type SettingProblem = Pick<SettingsProblem, "pointer" | "message">;

/** Returns the problems in an error of the server, or the error itself as one. */
export function problemsOf(error: unknown): SettingProblem[] {
  if (!(error instanceof ApiError)) return [{ pointer: "", message: problemText(error as Error) }];
  const { problems, pointer } = error.details;
  if (problems === undefined) return [{ pointer: pointer ?? "", message: problemText(error) }];
  return problems.map((problem) => ({ pointer: problem.pointer, message: problemText(problem) }));
}

/** Whether a problem is about a setting. */
export const isAbout =
  (pointer: string) =>
  (problem: SettingProblem): boolean =>
    problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`);

/** Returns the items of a list that is edited as text: one per line, or separated by commas. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Returns the message of a problem, behind the line whose index ends its pointer. */
export function lineMessage({ pointer, message }: SettingProblem, lines: readonly string[]): string {
  const line = lines[Number(/\/(\d+)$/.exec(pointer)?.[1] ?? -1)];
  return line === undefined ? message : `${line}: ${message}`;
}
