// Names and secrets of conversations, derived from their payloads. The state file has the names only: who has the payload can
// read the states of its deliveries, and nobody else.

import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const DIGEST_BYTES = 16;
/** Size of a name: a digest, and the occurrence as an integer. */
export const NAME_BYTES = DIGEST_BYTES + 4;

/** One conversation in the input. */
export interface ConversationKey {
  /** Names the payload and, for identical payloads, their order. */
  name: Uint8Array;
  secret: Uint8Array;
}

/** @param occurrence Returns how often a payload with this name has been read, this time included. */
export function conversationKey(payload: Uint8Array, occurrence: (payloadName: Uint8Array) => number): ConversationKey {
  const digest = createHash("sha256").update(payload).digest();
  const derive = (label: string) => createHmac("sha256", digest).update(label).digest();
  const name = Buffer.alloc(NAME_BYTES);
  derive("name").copy(name, 0, 0, DIGEST_BYTES);
  name.writeUInt32BE(occurrence(name.subarray(0, DIGEST_BYTES)), DIGEST_BYTES);
  return { name, secret: derive("state") };
}

/** Encrypts the state of a delivery. */
export function seal(state: string, { name, secret }: ConversationKey): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(name);
  const text = Buffer.concat([cipher.update(state, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** @throws {Error} It is damaged */
export function unseal(sealed: Uint8Array, { name, secret }: ConversationKey): string {
  const tagEnd = NONCE_BYTES + TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, secret, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(name).setAuthTag(sealed.subarray(NONCE_BYTES, tagEnd));
  return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]).toString("utf8");
}
