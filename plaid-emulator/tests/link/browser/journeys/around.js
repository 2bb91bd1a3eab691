import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

journey("a page may ask for each event as it happens", async (visit) => {
  await visit.arrive({ live: true });
  await visit.open();
  await visit.chooseBank("First Platypus Bank");

  assert.deepEqual(await visit.events(), [
    "OPEN(CONSENT)",
    "TRANSITION_VIEW(SELECT_INSTITUTION)",
    "SEARCH_INSTITUTION",
    "SELECT_INSTITUTION",
    "TRANSITION_VIEW(CREDENTIAL)",
  ]);
});

journey("a customization may ask for live events too", async (visit) => {
  await visit.begin({ link_customization_name: "live_events" });
  await visit.heading("Select your bank").waitFor();

  assert.deepEqual(await visit.events(), ["OPEN(CONSENT)", "TRANSITION_VIEW(SELECT_INSTITUTION)"]);
});

journey("an emulator that does not answer can be tried again", async (visit) => {
  await visit.arrive();
  await visit.open();
  await visit.heading(/Connect Saldo/).waitFor();
  await visit.page.route("**/link/api/**", (route) => route.abort());
  await visit.press("Continue");
  await visit.heading("The sandbox does not answer").waitFor();
  await visit.page.unroute("**/link/api/**");
  await visit.press("Try again");
  await visit.press("Continue");

  await visit.heading("Select your bank").waitFor();
});

journey("leaving works although the emulator is gone", async (visit) => {
  await visit.arrive();
  await visit.open();
  await visit.heading(/Connect Saldo/).waitFor();
  await visit.page.route("**/link/api/**", (route) => route.abort());
  await visit.press("Close");
  await visit.press("Leave");

  const [error, metadata] = await visit.called("onExit");

  assert.equal(error, null);
  assert.match(metadata.link_session_id, /^[0-9a-f-]{36}$/);
  assert.equal(await visit.frames.count(), 0);
});
