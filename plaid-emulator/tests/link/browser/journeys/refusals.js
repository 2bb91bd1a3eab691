import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

journey("a wrong password shows the form again, then the right one goes on", async (visit) => {
  await visit.arrive();
  await visit.open();
  await visit.chooseBank("First Platypus Bank");
  await visit.signIn("user_good", "wrong");
  await visit.link.getByRole("alert").filter({ hasText: "do not match" }).waitFor();
  assert.equal(await visit.link.getByLabel("User name").inputValue(), "user_good");
  await visit.signIn("user_good", "pass_good");
  await visit.press(/Continue with/);
  await visit.press("Finish");

  await visit.called("onSuccess");

  const events = await visit.events();
  const refused = events.indexOf("ERROR(INVALID_CREDENTIALS)");
  assert.deepEqual(events.slice(refused - 2, refused + 2), [
    "SUBMIT_CREDENTIALS",
    "TRANSITION_VIEW(LOADING)",
    "ERROR(INVALID_CREDENTIALS)",
    "TRANSITION_VIEW(CREDENTIAL)",
  ]);
});

journey("a locked login explains itself and is what onExit tells", async (visit) => {
  await visit.arrive();
  await visit.open();
  await visit.chooseBank("First Platypus Bank");
  await visit.signIn("user_good", "error_ITEM_LOCKED");
  await visit.heading("Your bank has locked this login").waitFor();
  await visit.press("Leave");

  const [error, metadata] = await visit.called("onExit");

  assert.deepEqual(Object.keys(error).sort(), ["display_message", "error_code", "error_message", "error_type"]);
  assert.equal(error.error_code, "ITEM_LOCKED");
  assert.equal(metadata.institution.institution_id, "ins_109508");
  assert.deepEqual((await visit.events()).slice(-4), [
    "ERROR(ITEM_LOCKED)",
    "TRANSITION_VIEW(ERROR)",
    "TRANSITION_VIEW(EXIT)",
    "EXIT",
  ]);
});

for (const [bank, title, event] of [
  ["Unhealthy Platypus Bank - Down", "This bank is not responding", "SELECT_DOWN_INSTITUTION"],
  ["Unhealthy Platypus Bank - Institution Not Supported", "This bank cannot be connected", "SELECT_FILTERED_INSTITUTION"],
]) {
  journey(`${bank} never asks for a password and leads back to the list`, async (visit) => {
    await visit.begin();
    await visit.findBank(bank);
    await visit.heading(title).waitFor();
    await visit.press("Choose another bank");
    await visit.heading("Select your bank").waitFor();
    await visit.press("Close");
    await visit.press("Leave");
    await visit.called("onExit");

    assert.ok((await visit.events()).includes(event));
  });
}

journey("a degraded bank warns and can be linked", async (visit) => {
  await visit.begin();
  await visit.findBank("Unhealthy Platypus Bank - Degraded");
  await visit.link.getByText("having problems at the moment").waitFor();
  await visit.signIn("user_good", "pass_good");
  await visit.finish();
  await visit.called("onSuccess");

  assert.ok((await visit.events()).includes("SELECT_DEGRADED_INSTITUTION"));
});

// One of each way that a refusal can lead: to the banks, to the bank's own site, to the form, out.
for (const [code, title, way] of [
  ["NO_ACCOUNTS", "No accounts to share", "Choose another bank"],
  ["MFA_NOT_SUPPORTED", "This sign-in method cannot be used", "Choose another bank"],
  ["USER_SETUP_REQUIRED", "Your bank needs something from you first", "Choose another bank"],
  ["INTERNAL_SERVER_ERROR", "Something went wrong on our side", "Try again"],
  ["INVALID_SEND_METHOD", "The code could not be sent", "Leave"],
]) {
  journey(`error_${code} explains itself and goes on by "${way}"`, async (visit) => {
    await visit.begin();
    await visit.findBank("First Platypus Bank");
    await visit.signIn("user_good", `error_${code}`);
    await visit.heading(title).waitFor();

    await visit.press(way);

    if (way === "Leave") assert.equal((await visit.called("onExit"))[0].error_code, code);
    else await visit.heading(way === "Try again" ? "Sign in to First Platypus Bank" : "Select your bank").waitFor();
  });
}

for (const [password, kinds, answer] of [
  ["mfa_device", ["device", "code", "code"], async (visit) => {
    await visit.press("Continue");
    await visit.link.getByRole("textbox", { name: "Code" }).fill("0000");
    await visit.press("Continue");
    await visit.link.getByRole("alert").waitFor();
    await visit.link.getByRole("textbox", { name: "Code" }).fill("1234");
    await visit.press("Continue");
  }],
  ["mfa_questions_2_1", ["questions", "questions"], async (visit) => {
    for (const round of [0, 1]) {
      await visit.link.getByText(`answer_${round}_0`).waitFor();
      await visit.link.getByLabel("Question 1").fill(`answer_${round}_0`);
      await visit.press("Continue");
    }
  }],
  ["mfa_selections", ["selections"], async (visit) => visit.press("Continue")],
]) {
  journey(`${password} is asked and answered`, async (visit) => {
    await visit.arrive();
    await visit.open();
    await visit.chooseBank("First Platypus Bank");
    await visit.signIn("user_good", password);
    await answer(visit);
    await visit.finish();
    await visit.called("onSuccess");

    const told = (await visit.calls()).filter(({ name }) => name === "onEvent").map(({ values }) => values);
    assert.deepEqual(told.filter(([name]) => name === "SUBMIT_MFA").map(([, { mfa_type }]) => mfa_type), kinds);
  });
}

journey("an unknown token says that the link has expired", async (visit) => {
  await visit.arrive({ token: "link-sandbox-00000000-0000-0000-0000-000000000000" });
  await visit.open();
  await visit.heading("This link has expired").waitFor();
  await visit.press("Close this window");

  const [error] = await visit.called("onExit");

  assert.equal(error.error_code, "INVALID_LINK_TOKEN");
  assert.equal(await visit.frames.count(), 0);
});
