// Reading bodies, no more than allowed of them: what a header says of the length is only believed when it is too much.

import { ApiError } from "./api-error.ts";

const tooLarge = (most: number): ApiError =>
  new ApiError(413, "body-too-large", `The body is larger than ${most} bytes, the most that is taken here.`);

/** The body in pieces, as they come; refuses when they add up to more than `most` bytes. */
export async function* pieces(request: Request, most: number): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge(most);
  if (!request.body) return;
  let bytes = 0;
  for await (const piece of request.body) {
    bytes += piece.byteLength;
    if (bytes > most) throw tooLarge(most);
    yield piece;
  }
}

export async function readBytes(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const list: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces(request, most)) {
    list.push(piece);
    length += piece.byteLength;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of list) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}

export async function readJson(request: Request, most: number): Promise<unknown> {
  if (!/^application\/([a-z.-]+\+)?json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new ApiError(415, "not-json", "Send JSON, with the header `Content-Type: application/json`.");
  }
  return parseJson(await readBytes(request, most));
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    throw new ApiError(400, "bad-json", "The body is not JSON in UTF-8.");
  }
}
