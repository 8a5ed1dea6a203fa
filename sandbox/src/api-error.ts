/** What is wrong with the value of one property. */
export interface PropertyError {
  readonly property: string;
  readonly code: string;
  readonly message: string;
}

/**
 * An error response. The body of Lime CRM's own errors is not public; this one has a stable code and a message for
 * people: `{ "error": { "code", "message", "properties"? } }`.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly properties: readonly PropertyError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    properties: readonly PropertyError[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.properties = properties;
    this.headers = headers;
  }

  /** One error for everything that is wrong with the values of an object. */
  static ofValues(properties: readonly PropertyError[], status = 400): ApiError {
    const codes = new Set(properties.map(({ code }) => code));
    const code = codes.size === 1 ? (properties[0]?.code ?? "bad-values") : "bad-values";
    return new ApiError(status, code, properties.map(({ message }) => message).join(" "), properties);
  }

  toResponse(): Response {
    const { code, message, properties } = this;
    const error = { code, message, ...(properties.length > 0 && { properties }) };
    return Response.json({ error }, { status: this.status, headers: this.headers });
  }
}
