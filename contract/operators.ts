/** Whom a token of `Authorization: Bearer <token>` belongs to. */
export const ROLES = ["administrator", "operator"] as const;
export type Role = (typeof ROLES)[number];

/** An operator's access. Its token is not stored, so it cannot be shown again. */
export interface Operator {
  id: number;
  name: string;
  createdAt: string;
  /** When it was used last, to the minute; null: never. */
  lastUsedAt: string | null;
}

/** Returns a name in the form in which two that people take for the same are equal. No two operators have the same name. */
export const comparableName = (name: string): string =>
  name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

/** A new operator, with what is shown only once. */
export interface CreatedOperator {
  operator: Operator;
  token: string;
  /** Address that hands the token over to the operator's browser. The token is in its fragment, which no server receives. */
  link: string;
}

/** What the owner of a token needs to know; nothing in it is secret. */
export interface Session {
  role: Role;
  /** The operator's name; null for the administrator. */
  name: string | null;
  /** Whether deliveries go to the sandbox. */
  sandbox: boolean;
  /** URL of the Lime CRM that deliveries go to; null for the sandbox, and while none is entered. */
  lime: string | null;
  /** Hosts that media files may be fetched from. */
  mediaHosts: string[];
}
