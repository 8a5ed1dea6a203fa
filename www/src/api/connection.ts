// What is known about the server and the token, in one value: the badge and all views derive what they say from it.

import type { Session } from "../../../contract/operators.ts";

/**
 * `checking`: nothing is known yet. `static`: the server of these files answered that there is nothing else. `unreachable`: nothing
 * answered in time; the page asks again by itself. `locked`: there is no token, or it was refused. `ready`: the token is accepted.
 */
export type ServerState =
  | { is: "checking" }
  | { is: "static" }
  | { is: "unreachable" }
  | { is: "locked"; isRefused: boolean }
  | { is: "ready"; session: Session };

export type Status = ServerState["is"];

/** Where conversations would be sent. */
export interface Connection {
  /** `ready`: a Lime CRM. */
  is: Status | "sandbox";
  /** URL of the Lime CRM; empty where there is none. */
  url: string;
  /** Whether there is a token that the server does not accept. */
  isRefused: boolean;
}

export function connectionOf(state: ServerState): Connection {
  if (state.is !== "ready") return { is: state.is, url: "", isRefused: state.is === "locked" && state.isRefused };
  const { sandbox, lime } = state.session;
  const isSandbox = sandbox || lime === null;
  return { is: isSandbox ? "sandbox" : "ready", url: isSandbox ? "" : lime, isRefused: false };
}
