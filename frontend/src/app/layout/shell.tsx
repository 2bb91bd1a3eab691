/** The frame around every signed-in page: account tree, top bar, bottom bar on phones, live connection. */
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Outlet, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { RouterProvider } from "react-aria-components";
import { BottomBar } from "@/app/layout/bottom-bar";
import { ConfirmAddressBanner } from "@/app/layout/confirm-address-banner";
import { Sidebar } from "@/app/layout/sidebar";
import { TopBar } from "@/app/layout/top-bar";
import { useShortcuts } from "@/app/layout/use-shortcuts";
import { startLive } from "@/app/realtime";
import { useRegionKey } from "@/shared/lib/regional";
import { Announcer } from "@/shared/ui/announcer";
import { Dialog } from "@/shared/ui/dialog";
import { Toaster } from "@/shared/ui/toast";

const CommandPalette = lazy(async () => ({
  default: (await import("@/app/layout/command-palette")).CommandPalette,
}));

const KeysDialog = lazy(async () => ({
  default: (await import("@/app/layout/keys-dialog")).KeysDialog,
}));

const route = getRouteApi("/shell");

export function Shell() {
  const { after } = route.useLoaderData();
  const client = useQueryClient();
  const router = useRouter();
  const region = useRegionKey();
  const [asked, setAsked] = useState<"palette" | "keys">();
  const [menuOpen, setMenuOpen] = useState(false);
  useEffect(() => startLive(client, after), [client, after]);
  useEffect(() => router.subscribe("onBeforeNavigate", () => setMenuOpen(false)), [router]);
  const close = () => setAsked(undefined);
  const openPalette = () => setAsked("palette");
  useShortcuts({ openPalette, openKeys: () => setAsked("keys") });

  return (
    <RouterProvider navigate={(href) => void router.navigate({ href })}>
      <SkipLink />
      <div key={region} className="min-h-dvh bg-paper lg:grid lg:grid-cols-[272px_minmax(0,1fr)]">
        <aside className="sticky top-0 hidden h-dvh border-r border-hairline lg:block">
          <Sidebar />
        </aside>
        <div className="flex min-w-0 flex-col">
          <TopBar onSearch={openPalette} onMenu={() => setMenuOpen(true)} />
          <ConfirmAddressBanner />
          <main id="content" className="flex-1">
            <Outlet />
          </main>
        </div>
      </div>
      <BottomBar />
      <Dialog title="Menu" hideTitle place="left" isOpen={menuOpen} onClose={() => setMenuOpen(false)}>
        <Sidebar />
      </Dialog>
      <Suspense>
        {asked === "palette" ? <CommandPalette onClose={close} onKeys={() => setAsked("keys")} /> : null}
        {asked === "keys" ? <KeysDialog onClose={close} /> : null}
      </Suspense>
      <Announcer />
      <Toaster />
    </RouterProvider>
  );
}

function SkipLink() {
  return (
    <a
      href="#content"
      className="sr-only z-60 rounded-control bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
    >
      Skip to the content
    </a>
  );
}
