// Texts of what the crate and the worker report: findings, problems of a configuration, errors.

import { toSentence } from "./sentence.ts";

/** Returns a finding, a problem or an error as a sentence. */
export function problemText({ message }: { message: string }): string {
  return toSentence(message);
}
