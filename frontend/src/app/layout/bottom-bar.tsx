/** The four places, under the thumb, on phones and small tablets. */
import { Link } from "@tanstack/react-router";
import { PLACES } from "@/app/layout/places";

export function BottomBar() {
  return (
    <nav
      aria-label="Places"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-hairline bg-paper/95 pb-[env(safe-area-inset-bottom)] backdrop-blur lg:hidden"
    >
      <ul className="mx-auto flex max-w-md">
        {PLACES.map(({ to, label, icon: Icon }) => (
          <li key={to} className="flex-1">
            <Link
              to={to}
              activeOptions={{ exact: to === "/" }}
              className="flex h-14 flex-col items-center justify-center gap-1 text-12 font-medium text-ink-2"
              activeProps={{ className: "!text-accent" }}
            >
              <Icon aria-hidden className="size-5" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
