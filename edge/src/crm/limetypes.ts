import type { ErrorSummary } from "../../../contract/errors.ts";
import { HttpError } from "../platform/http.ts";

/** Lime CRM's limetypes as they were fetched last. */
export interface SavedLimetypes {
  /** Changes when the limetypes change, not when they are fetched again. */
  version: number;
  /** JSON text, as `GET api/v1/limetype/?_embed=limetypes.properties` answers. */
  text: string;
  fetchedAt: string;
}

/** The result of fetching limetypes. An error is a value here: a thrown one loses its code between objects. */
export interface FetchedLimetypes {
  /** Null only with an error; with an error, the ones stored before. */
  limetypes: SavedLimetypes | null;
  error: ErrorSummary | null;
}

export function limetypesError(error: ErrorSummary | null): HttpError {
  const { code, message } = error ?? { code: "internal", message: "try again" };
  const text = `metadata could not be fetched from Lime CRM: ${message}`;
  return code === "no-lime-crm" ? new HttpError(503, code, text) : new HttpError(502, code, text);
}
