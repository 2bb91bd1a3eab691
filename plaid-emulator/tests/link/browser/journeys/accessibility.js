import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createBrokenItem, createLinkToken } from "../support/emulator.js";
import { journey } from "../support/journey.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function check(visit, pane) {
  const frame = visit.page.frames().find((each) => each.url().includes("/link/v2/stable/link.html"));
  // Colours are measured when the arriving animation is over.
  await frame.evaluate(() => Promise.allSettled(document.getAnimations().filter((each) => each.effect.getTiming().iterations === 1).map((each) => each.finished)));
  await frame.evaluate(axe);
  const { violations } = await frame.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const found = violations.map(({ id, nodes }) => `${pane}: ${id} ${nodes.map((node) => node.html).join(" ")}`);
  assert.deepEqual(found, []);
}

for (const [colorScheme, viewport] of [
  ["light", { width: 320, height: 640 }],
  ["dark", { width: 1024, height: 800 }],
]) {
  journey(
    `axe finds nothing at ${viewport.width} px, ${colorScheme}`,
    async (visit) => {
      await visit.arrive();
      await visit.open();
      await visit.heading(/Connect Saldo/).waitFor();
      await check(visit, "consent");
      await visit.press("Continue");
      await visit.heading("Select your bank").waitFor();
      await check(visit, "institutions");
      await visit.link.getByRole("searchbox").fill("no such bank");
      await visit.link.getByText("No bank matches").waitFor();
      await check(visit, "nothing found");
      await visit.link.getByRole("searchbox").fill("");
      await visit.press("First Platypus Bank");
      await visit.signIn("user_good", "wrong");
      await visit.link.getByRole("alert").waitFor();
      await check(visit, "credential");
      await visit.signIn("user_good", "mfa_device");
      await visit.heading("Where should the code go?").waitFor();
      await check(visit, "device");
      await visit.press("Continue");
      await visit.heading("Enter the code").waitFor();
      await check(visit, "code");
      await visit.link.getByRole("textbox", { name: "Code" }).fill("1234");
      await visit.press("Continue");
      await visit.heading("Choose accounts to share").waitFor();
      await check(visit, "accounts");
      await visit.press("Close");
      await visit.link.getByRole("alertdialog").waitFor();
      await check(visit, "leave");
      await visit.press("Keep going");
      await visit.press(/Continue with/);
      await visit.heading("Your bank is connected").waitFor();
      await check(visit, "connected");
    },
    { colorScheme, viewport },
  );
}

journey("axe finds nothing in errors and in update mode", async (visit) => {
  const access_token = await createBrokenItem();
  await visit.arrive({ token: await createLinkToken({ access_token }) });
  await visit.open();
  await visit.heading(/again$/).waitFor();
  await check(visit, "update mode");
  await visit.signIn("user_good", "error_INSTITUTION_DOWN");
  await visit.heading("This bank is not responding").waitFor();
  await visit.link.getByText("Details").click();
  await check(visit, "error");
});

journey("the heading of each pane is read, and Tab stays inside", async (visit) => {
  await visit.arrive();
  await visit.open();
  await visit.heading(/Connect Saldo/).waitFor();
  const dialog = visit.link.getByRole("dialog", { name: "Connect Saldo to your bank" });

  for (let presses = 0; presses < 6; presses += 1) {
    await visit.page.keyboard.press(presses % 2 ? "Shift+Tab" : "Tab");
    await visit.page.keyboard.press("Tab");
    assert.equal(await dialog.locator(":focus").count(), 1);
  }
});
