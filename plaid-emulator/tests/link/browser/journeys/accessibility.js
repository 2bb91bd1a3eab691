import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createBrokenItem, createLinkToken, linkTokenFor } from "../support/emulator.js";
import { journey } from "../support/journey.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function check(visit, pane) {
  const frame = visit.page.frames().find((each) => each.url().includes("/link/v2/stable/")) ?? visit.page.mainFrame();
  // Colours are measured when the arriving animation is over.
  await frame.evaluate(() => Promise.allSettled(document.getAnimations().filter((each) => each.effect.getTiming().iterations === 1).map((each) => each.finished)));
  if (!(await frame.evaluate(() => Boolean(window.axe)))) await frame.evaluate(axe);
  const { violations } = await frame.evaluate(() => {
    // Each pane is looked at in the light too; in the dark nothing differs but its colours.
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const colours = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };
    return window.axe.run(document, { resultTypes: ["violations"], ...(dark ? colours : {}) });
  });
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

for (const [colorScheme, viewport] of [
  ["dark", { width: 390, height: 844 }],
  ["light", { width: 1024, height: 800 }],
]) {
  const looks = { colorScheme, viewport };

  journey(
    `axe finds nothing at an OAuth bank, ${colorScheme}`,
    async (visit) => {
      await visit.begin({ institution_id: "ins_127287" });
      await visit.heading("Sign in to Platypus OAuth Bank").waitFor();
      await check(visit, "oauth");
      const bank = await visit.openBank("Continue to Platypus OAuth Bank");
      await bank.heading("Sign in").waitFor();
      await check(visit, "oauth, waiting");
      await check(bank, "bank, sign-in");
      await bank.press("Sign in");
      await bank.heading(/Share accounts/).waitFor();
      await check(bank, "bank, consent");
      await bank.page.close();
      await visit.heading("The bank's window was closed").waitFor();
      await check(visit, "oauth, closed");
    },
    looks,
  );

  journey(
    `axe finds nothing for returning users, ${colorScheme}`,
    async (visit) => {
      await visit.begin({ link_customization_name: "returning_user" });
      await visit.heading("Been here before?").waitFor();
      await check(visit, "phone");
      await visit.press(/415-555-0011/);
      await visit.pressExactly("Continue");
      await visit.heading("Enter the code").waitFor();
      await check(visit, "passcode");
      await visit.link.getByRole("textbox", { name: "Code" }).fill("123456");
      await visit.pressExactly("Continue");
      await visit.heading("Welcome back").waitFor();
      await check(visit, "saved banks");
    },
    looks,
  );

  journey(
    `axe finds nothing in tiles and on a hosted page, ${colorScheme}`,
    async (visit) => {
      await visit.arrive({ embedded: true });
      await visit.page.frameLocator("iframe").getByRole("button", { name: "Find another bank" }).waitFor();
      await check(visit, "tiles");
      await visit.page.goto((await linkTokenFor({ hosted_link: {} })).hosted_link_url);
      const person = visit.atBank();
      await person.chooseBank("Unhealthy Platypus Bank - Degraded");
      await check(person, "degraded");
      await person.signIn("user_good", '{"recaptcha":"good"}');
      await person.heading("One more check").waitFor();
      await check(person, "recaptcha");
    },
    looks,
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

journey("what was read out of one pane is gone in the next", async (visit) => {
  await visit.begin();
  await visit.findBank("Maple Street Bank");
  const said = visit.link.getByRole("status");
  await said.filter({ hasText: "Sign in to Maple Street Bank" }).waitFor();

  await visit.signIn("user_good", "pass_good");
  await visit.heading("Choose accounts to share").waitFor();

  // The heading has the focus and is read by that.
  assert.equal(await said.textContent(), "");
});

journey("an answer that comes when its pane is gone is not read out", async (visit) => {
  await visit.begin();
  const bank = visit.link.getByRole("button", { name: "First Platypus Bank" });
  await bank.waitFor();
  await visit.page.route("**/search", async (route) => {
    const response = await route.fetch();
    await visit.heading("Sign in to First Platypus Bank").waitFor();
    await route.fulfill({ response });
  });
  const asked = visit.page.waitForRequest("**/search");
  await visit.link.getByRole("searchbox").fill("First");
  await asked;
  const answered = visit.page.waitForResponse("**/search");
  await bank.click();
  await answered;

  const said = visit.link.getByRole("status");
  await said.filter({ hasText: "Sign in to First Platypus Bank" }).waitFor();
});

journey("an answer that comes late leaves the keyboard at its bank", async (visit) => {
  await visit.begin();
  const field = visit.link.getByRole("searchbox");
  await field.fill("tartan");
  await visit.link.getByText("First Platypus Bank").waitFor({ state: "detached" });

  const late = visit.page.waitForResponse(/search/);
  await visit.page.keyboard.type(" bank");
  await visit.page.keyboard.press("Tab");
  await late;
  await visit.link.getByRole("status").filter({ hasText: "2 banks" }).waitFor();

  await visit.page.keyboard.press("Enter");
  await visit.heading("Sign in to Tartan Bank").waitFor();
});
