import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

const RETURNING = { link_customization_name: "returning_user" };

async function comeWith(visit, number) {
  await visit.begin(RETURNING);
  await visit.link.getByLabel("Phone number").fill(number);
  await visit.pressExactly("Continue");
  await visit.link.getByRole("textbox", { name: "Code" }).fill("123456");
  await visit.pressExactly("Continue");
}

journey("the phone pane can be skipped", async (visit) => {
  await visit.begin(RETURNING);
  await visit.press("Continue without a phone number");
  await visit.findBank("First Platypus Bank");
  await visit.signIn("user_good", "pass_good");
  await visit.finish();
  await visit.called("onSuccess");

  assert.deepEqual((await visit.events()).slice(1, 4), [
    "TRANSITION_VIEW(SUBMIT_PHONE)",
    "SKIP_SUBMIT_PHONE",
    "TRANSITION_VIEW(SELECT_INSTITUTION)",
  ]);
});

journey("a returning user finds the saved bank without its password", async (visit) => {
  await comeWith(visit, "415-555-0011");
  await visit.press("First Platypus Bank");
  await visit.finish();

  const [, metadata] = await visit.called("onSuccess");

  assert.equal(metadata.institution.institution_id, "ins_109508");
  assert.deepEqual(await visit.events(), [
    "OPEN(CONSENT)",
    "TRANSITION_VIEW(SUBMIT_PHONE)",
    "SUBMIT_PHONE",
    "TRANSITION_VIEW(VERIFY_PHONE)",
    "SUBMIT_OTP",
    "VERIFY_PHONE",
    "TRANSITION_VIEW(SELECT_SAVED_INSTITUTION)",
    "SELECT_INSTITUTION",
    "TRANSITION_VIEW(LOADING)",
    "TRANSITION_VIEW(SELECT_SAVED_ACCOUNT)",
    "TRANSITION_VIEW(LOADING)",
    "TRANSITION_VIEW(CONNECTED)",
    "HANDOFF",
  ]);
});

journey("a returning user can connect another bank", async (visit) => {
  await comeWith(visit, "415-555-0012");
  await visit.press("Connect another bank");

  await visit.heading("Select your bank").waitFor();
});

journey("a wrong code is asked again", async (visit) => {
  await visit.begin(RETURNING);
  await visit.press(/415-555-0010/);
  await visit.pressExactly("Continue");
  await visit.link.getByRole("textbox", { name: "Code" }).fill("000000");
  await visit.pressExactly("Continue");

  await visit.link.getByRole("alert").filter({ hasText: "not right" }).waitFor();
});

journey("submit() fills in the phone number of the app", async (visit) => {
  await visit.begin(RETURNING);
  await visit.heading("Been here before?").waitFor();
  await visit.page.evaluate(() => window.submitToLink({ phone_number: "+14155550015" }));
  await visit.link.getByRole("textbox", { name: "Code" }).fill("123456");
  await visit.pressExactly("Continue");

  await visit.heading("Choose accounts to share").waitFor();
});

for (const [answer, heading] of [
  ["good", "Choose accounts to share"],
  ["bad", "You may be a robot"],
]) {
  journey(`a ${answer} reCAPTCHA is ticked`, async (visit) => {
    await visit.begin();
    await visit.findBank("First Platypus Bank");
    await visit.signIn("user_good", `{"recaptcha":"${answer}"}`);
    await visit.press("I am not a robot", "checkbox");
    await visit.press("Continue");

    await visit.heading(heading).waitFor();
  });
}
