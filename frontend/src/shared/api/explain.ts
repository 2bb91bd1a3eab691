/** Any failure as what a page shows: a title, the next step, and the id that finds it in the logs. */
import { ApiProblem } from "@/shared/api/problem";

export type Explanation = { title: string; detail: string; requestId: string | null };

export function explain(error: unknown): Explanation {
  if (error instanceof ApiProblem) {
    return { title: error.title, detail: error.message, requestId: error.requestId };
  }
  return {
    title: "This part of the page failed",
    detail: "Reload the page. If it happens again, tell us what you did.",
    requestId: null,
  };
}
