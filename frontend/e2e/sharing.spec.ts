/** Sharing: a second person is invited, sees what is shared and nothing else, and is shown out live. */
import { expect, test } from "@playwright/test";
import { arrive } from "./support/account";
import { linkBank } from "./support/person";

test("an invited person sees shared accounts only, and is shown out live", async ({ browser }) => {
  const [owner, guest] = [await arrive(browser, "owner"), await arrive(browser, "guest")];
  await linkBank(owner.page);
  await expect(owner.page.getByText("Everything has arrived")).toBeVisible({ timeout: 60_000 });

  await owner.page.goto("/workspace");
  await owner.page.getByRole("textbox", { name: "E-mail" }).fill(guest.email);
  await owner.page.getByText("They will see every account there is now").click();
  const unseen = owner.page.getByRole("radiogroup", { name: "Rainy Day Savings for whoever you invite" });
  await unseen.getByRole("radio", { name: "Hidden" }).click();
  await owner.page.getByRole("button", { name: "Invite" }).click();
  await expect(owner.page.getByText(`A letter is on its way to ${guest.email}`)).toBeVisible();

  await guest.page.goto("/outbox");
  const letter = guest.page
    .getByRole("region")
    .filter({ hasText: guest.email })
    .filter({ hasText: /invit/i });
  await letter.first().getByRole("link").click();
  await guest.page.getByRole("button", { name: "Accept" }).click();
  await expect(guest.page.getByRole("treeitem", { name: /Maple Rewards Visa/ })).toBeVisible();
  await expect(guest.page.getByRole("treeitem", { name: /Rainy Day Savings/ })).toHaveCount(0);
  await expect(guest.page.getByRole("button", { name: /^Workspace: .* · Member$/ })).toBeVisible();

  await owner.page.reload();
  const hidden = owner.page.getByRole("radiogroup", { name: /^Maple Rewards Visa for/ });
  await hidden.getByRole("radio", { name: "Hidden" }).click();
  await expect(guest.page.getByRole("treeitem", { name: /Maple Rewards Visa/ })).toHaveCount(0, {
    timeout: 10_000,
  });
  await expect(guest.page.getByRole("treeitem", { name: /Maple Joint Checking/ })).toBeVisible();

  await owner.page.getByRole("button", { name: /^Remove/ }).click();
  await expect(owner.page.getByText("is no longer in here")).toBeVisible();
  await expect(guest.page.getByRole("treeitem", { name: /Maple/ })).toHaveCount(0, { timeout: 10_000 });
});
