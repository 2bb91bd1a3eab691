/** An address that leads nowhere. */
import { Link } from "@tanstack/react-router";

export function NotFoundScreen() {
  return (
    <main className="grid min-h-dvh place-items-center bg-paper p-6 text-center">
      <div>
        <h1 className="text-20 font-semibold">There is no page at this address</h1>
        <p className="mt-1 text-ink-2">It may have moved, or the link has a slip in it.</p>
        <Link
          to="/"
          className="mt-5 inline-block rounded-control bg-accent px-4 py-2 font-medium text-on-accent"
        >
          Go to the dashboard
        </Link>
      </div>
    </main>
  );
}
