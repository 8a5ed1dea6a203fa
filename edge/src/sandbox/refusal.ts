// An answer of the sandbox that says no, in words. Lime CRM's own form of an error is not public; the words are what
// a person gets to see of it.

/** What is wrong with one property. */
export interface Complaint {
  readonly property: string;
  readonly code: string;
  readonly message: string;
}

export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly complaints: readonly Complaint[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** One refusal for all that is wrong with the values of an object. */
  static ofValues(complaints: readonly Complaint[]): Refusal {
    const codes = new Set(complaints.map(({ code }) => code));
    const code = codes.size === 1 ? (complaints[0]?.code ?? "bad-values") : "bad-values";
    return new Refusal(400, code, complaints.map(({ message }) => message).join(" "), complaints);
  }

  toResponse(): Response {
    const { code, message, complaints } = this;
    const error = { code, message, ...(complaints.length > 0 && { properties: complaints }) };
    return Response.json({ error }, { status: this.status, headers: this.headers });
  }
}
