import type { ApplicationObject } from "./application-object.ts";

/** Bindings and secrets of the worker. */
export interface Env {
  APPLICATION: DurableObjectNamespace<ApplicationObject>;
  /** The API key of every application. Default: "sandbox" on the own machine; elsewhere the sandbox is closed. */
  SANDBOX_API_KEY?: string;
}
