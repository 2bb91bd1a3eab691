/** What is seen while the session comes back: the mark, on paper, and nothing that jumps. */
export function BootScreen() {
  return (
    <div role="status" className="grid min-h-dvh place-items-center bg-paper">
      <img src="/favicon.svg" alt="" width={36} height={36} className="animate-breathe" />
      <span className="sr-only">Opening Saldo</span>
    </div>
  );
}
