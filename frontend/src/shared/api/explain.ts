/** Any failure as what a page shows: a title, the next step, and the id that finds it in the logs. */
import { ApiProblem, type FieldProblem } from "@/shared/api/problem";

export type Explanation = {
  title: string;
  detail: string;
  requestId: string | null;
  fields: readonly FieldProblem[];
};

export function explain(error: unknown): Explanation {
  if (error instanceof ApiProblem) {
    return { title: error.title, detail: error.message, requestId: error.requestId, fields: error.fields };
  }
  return {
    title: "This part of the page failed",
    detail: "Reload the page. If it happens again, tell us what you did.",
    requestId: null,
    fields: [],
  };
}
