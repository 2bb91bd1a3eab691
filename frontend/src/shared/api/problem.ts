/** What a failed call looks like to the app: one error class, read from problem+json. */
import * as z from "zod/mini";

const problemShape = z.object({
  title: z.string(),
  status: z.number(),
  detail: z.optional(z.nullable(z.string())),
  code: z.string(),
  request_id: z.optional(z.nullable(z.string())),
  errors: z.optional(z.nullable(z.array(z.object({ field: z.string(), message: z.string() })))),
});

export type FieldProblem = { field: string; message: string };

type ProblemDetails = {
  status: number;
  code: string;
  title: string;
  detail: string;
  requestId: string | null;
  fields: FieldProblem[];
};

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly requestId: string | null;
  readonly fields: FieldProblem[];

  constructor(details: ProblemDetails) {
    super(details.detail);
    this.status = details.status;
    this.code = details.code;
    this.title = details.title;
    this.requestId = details.requestId;
    this.fields = details.fields;
  }
}

/** Read problem+json; anything else (a proxy's page, an empty body) still becomes a sentence a person can act on. */
export function problemFrom(body: unknown, response: Response): ApiProblem {
  const requestId = response.headers.get("X-Request-ID");
  const parsed = z.safeParse(problemShape, body);
  if (!parsed.success) {
    return new ApiProblem({
      status: response.status,
      code: "unexpected_answer",
      title: "Saldo gave an answer we did not expect",
      detail: "The server may be starting or busy. Try again in a moment.",
      requestId,
      fields: [],
    });
  }
  const { data } = parsed;
  return new ApiProblem({
    status: data.status,
    code: data.code,
    title: data.title,
    detail: data.detail ?? data.title,
    requestId: data.request_id ?? requestId,
    fields: data.errors ?? [],
  });
}

export function unreachable(): ApiProblem {
  return new ApiProblem({
    status: 0,
    code: "unreachable",
    title: "Saldo cannot be reached",
    detail: "Check your connection. What you see may be out of date until it is back.",
    requestId: null,
    fields: [],
  });
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ApiProblem && error.code === code;
}
