/** A JSON object with any members. */
export type Json = Record<string, unknown>;
