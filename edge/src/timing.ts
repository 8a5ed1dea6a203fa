import type { Env } from "./env.ts";

/** How patient deliveries are. All times are in milliseconds. */
export interface Timing {
  /** How often a delivery is begun before it is given up. */
  attempts: number;
  /** How long it is put off after its nth attempt: longer each time, two hours at most. */
  pause: (attempt: number) => number;
  /** Work that was not heard of for so long was interrupted. */
  resume: number;
  /** What the queue was to begin is begun without it after so long. */
  unclaimed: number;
  /** How long Lime CRM may take for one answer. */
  answer: number;
  /** How long Userlike is left alone when it does not say for how long. */
  userlike: number;
}

const LONGEST_PAUSE = 2 * 60 * 60 * 1000;

export function timing(env: Env): Timing {
  const resume = secondsOf(env.RESUME_SECONDS, 30);
  const first = secondsOf(env.RETRY_SECONDS, 30);
  return {
    attempts: Math.max(1, Math.floor(numberOf(env.DELIVERY_ATTEMPTS, 6))),
    // Spread, so that what was put off together does not come back together.
    pause: (attempt) => Math.min(first * 4 ** (attempt - 1), LONGEST_PAUSE) * (0.8 + Math.random() * 0.4),
    resume,
    unclaimed: resume * 10,
    answer: secondsOf(env.ANSWER_SECONDS, 30),
    userlike: secondsOf(env.USERLIKE_PAUSE_SECONDS, 60),
  };
}

const secondsOf = (text: string | undefined, usual: number): number => numberOf(text, usual) * 1000;

function numberOf(text: string | undefined, usual: number): number {
  const number = Number(text);
  return Number.isFinite(number) && number > 0 ? number : usual;
}
