/** Lime CRM's limetypes as the worker has them. */
export interface LimetypesAnswer {
  /** URL of the Lime CRM, or "sandbox". */
  source: string;
  /** Changes when the limetypes change, not when they are fetched again. */
  version: number;
  fetchedAt: string;
  /** The answer of `GET api/v1/limetype/?_embed=limetypes.properties`. */
  limetypes: unknown;
}
