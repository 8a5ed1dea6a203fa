// Tokens of operators: `operator.<id>.<secret>`. The id finds the operator, so that secrets are compared and never searched for.

/** Bytes of a secret: too many to guess, so that a single SHA-256 is enough to store it. */
const SECRET_BYTES = 32;

const TOKEN = /^operator\.(\d{1,15})\.([\w-]{43})$/;

export interface OperatorToken {
  id: number;
  secret: string;
}

/** Returns the parts of an operator's token; null for any other text. */
export function parseOperatorToken(text: string): OperatorToken | null {
  const [, id, secret] = TOKEN.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id: Number(id), secret };
}

export const formatOperatorToken = ({ id, secret }: OperatorToken): string => `operator.${id}.${secret}`;

/** Returns a random secret as text. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

export const hashOf = (secret: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
