import { ApiError } from "./api-error.ts";
import { parseJson } from "./request-body.ts";

/** The rows of an upload: a multipart body with one JSON file. @throws {ApiError} 400 */
export async function parseRows(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<unknown[]> {
  const bad = (message: string): ApiError => new ApiError(400, "bad-bulk-import", message);
  let file: File | undefined;
  try {
    const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
    file = [...form.values()].find((field) => field instanceof File);
  } catch {
    throw bad("The body is not `multipart/form-data`.");
  }
  if (!file) throw bad("The body has no file: send the rows as the file `file`.");
  const rows = parseJson(new Uint8Array(await file.arrayBuffer()));
  if (Array.isArray(rows)) return rows;
  throw bad('The file has to be a JSON list of rows, as in [{ "values": { "name": "..." } }].');
}
