// The hosted page without JavaScript: ask, mend what is wrong, come back, write on, erase.

import type { Page } from "@playwright/test";
import { Agent } from "./support/edge";
import { DEMO, EDGE, SIGN_IN } from "./support/environment";
import { makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { status } from "./support/watch";

test.use({ javaScriptEnabled: false });

let agent: Agent;

test.beforeAll(async () => {
  agent = await Agent.signIn(SIGN_IN);
});

const question = (page: Page) => page.getByRole("textbox", { name: "Your question" });
const send = (page: Page) => page.getByRole("button", { name: "Send" });
const messages = (page: Page) => page.getByRole("main").getByRole("list").getByRole("listitem");

/** Asks, and stays on the conversation's page. */
async function ask(page: Page, text: string): Promise<void> {
  await page.goto(`${EDGE}/nordwind`);
  await question(page).fill(text);
  await send(page).click();
  await expect(page).toHaveURL(/\/nordwind\/conversations\/nordwind\.\w+\?secret=/);
}

test("the page tells who is asked, and whether they are there", async ({ page }) => {
  await page.goto(`${EDGE}/nordwind`);
  await expect(page).toHaveTitle("Ask Nordwind");
  await expect(page.getByRole("heading", { level: 1, name: "Ask Nordwind" })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText(
    // The minutes that are left are the same in every zone.
    /(Open until|Closed).*\(time in Berlin\)|Closes in \d+ minutes?/,
  );
  await expect(page.getByRole("main")).toContainText("We sit in the Kiel travel centre");
  await expect(page.getByRole("link", { name: "Back to Nordwind" })).toHaveAttribute("href", DEMO);
});

test("asking is confirmed on a page of its own, with the promise and the link to keep", async ({ page }) => {
  const text = unique("Is there a waiting room in Husum?");
  await page.goto(`${EDGE}/nordwind`);
  await question(page).fill(text);
  await page.getByRole("textbox", { name: "Name" }).fill("Ida");
  await page.getByRole("combobox", { name: /What is it about/ }).selectOption({ label: "Accessible travel" });
  await send(page).click();
  await expect(page.getByRole("heading", { name: "Thank you, we have your question." })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(/We answer (today by|tomorrow by|by) /);
  await expect(page.getByRole("main")).toContainText("Keep this link");
  await expect(messages(page)).toContainText([text]);
  expect(await agent.theOne(text)).toMatchObject({ name: "Ida", topic: "accessibility", state: "waiting" });
});

test("what is wrong stands at its field, and nothing that was typed is lost", async ({ page, watch }) => {
  watch.expect(status(422));
  const text = unique("Where is my violin?");
  await page.goto(`${EDGE}/nordwind`);
  const email = page.getByRole("textbox", { name: "E-mail" });
  await email.fill("nobody");
  await send(page).click();
  await expect(page.getByRole("alert")).toContainText("Your question is not sent yet.");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(question(page)).toHaveAccessibleDescription(/Please write a few words/);
  await expect(email).toHaveAccessibleDescription(/name@example\.org/);
  await expect(email).toHaveValue("nobody");
  await question(page).fill(text);
  await send(page).click();
  await expect(question(page)).toHaveValue(text);
  await expect(question(page)).not.toHaveAttribute("aria-invalid");
  await email.fill("ida@example.org");
  await send(page).click();
  await expect(page.getByRole("heading", { name: "Thank you, we have your question." })).toBeVisible();
});

test("a required detail that is missing is named", async ({ page, watch }) => {
  watch.expect(status(422));
  const site = await makeSite({ ask_for: { name: "required", email: "hidden", phone: "hidden" } });
  await page.goto(`${EDGE}/${site.id}`);
  await question(page).fill("Who am I?");
  await send(page).click();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveAccessibleDescription(/Please fill this in/);
  await expect(page.getByRole("textbox", { name: "E-mail" })).toHaveCount(0);
});

test("the answer is there when the page is loaded again, and the visitor writes on", async ({ page }) => {
  const text = unique("Is the museum train heated?");
  await ask(page, text);
  const { id } = await agent.theOne(text);
  await agent.reply(id, "By steam.\nIt gets warm.");
  await page.getByRole("link", { name: "Look for new answers" }).click();
  await expect(messages(page)).toHaveCount(2);
  await expect(messages(page).nth(1)).toContainText("Mara Lindqvist wrote at");
  await expect(messages(page).nth(1)).toContainText("It gets warm.");
  await page.getByRole("textbox", { name: "Your message" }).fill("Lovely, we will come.");
  await send(page).click();
  await expect(messages(page)).toHaveCount(3);
  // A reload of what follows sends nothing again.
  await page.reload();
  await expect(messages(page)).toHaveCount(3);
  expect((await agent.detail(id)).entries.map(entry => entry.kind)).toEqual(["visitor", "reply", "visitor"]);
});

test("two impatient clicks send one question", async ({ page }) => {
  const text = unique("Did I press twice?");
  await page.goto(`${EDGE}/nordwind`);
  await question(page).fill(text);
  await send(page).dblclick();
  await expect(page.getByRole("heading", { name: "Thank you, we have your question." })).toBeVisible();
  await agent.theOne(text);
});

test("an empty message is not sent", async ({ page, watch }) => {
  watch.expect(status(422));
  await ask(page, unique("May I say nothing?"));
  await send(page).click();
  await expect(page.getByRole("textbox", { name: "Your message" })).toHaveAccessibleDescription(/Please write a few words/);
  await expect(messages(page)).toHaveCount(1);
});

test("erasing asks first, and erases for both sides", async ({ page, watch }) => {
  watch.expect(status(404));
  const text = unique("Please forget this.");
  await ask(page, text);
  const address = page.url();
  const forGood = page.getByRole("button", { name: "Erase for good" });
  await expect(forGood).toBeHidden();
  await page.getByText("Erase conversation", { exact: true }).click();
  await forGood.click();
  await expect(page.getByRole("heading", { name: "The conversation is erased." })).toBeVisible();
  expect(await agent.find(text)).toEqual([]);
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});

test("a wrong link and an unknown page look the same", async ({ page, watch }) => {
  watch.expect(status(404));
  await ask(page, unique("Who can read this?"));
  const address = page.url();
  await page.goto(address.replace(/.{4}$/, "AAAA"));
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await page.goto(`${EDGE}/nobody`);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});

test("markup is shown as it was written", async ({ page }) => {
  const text = unique("</textarea><script>document.title='wrong'</script><b>bold</b>");
  await ask(page, text);
  await expect(messages(page)).toContainText([text]);
  await expect(page).not.toHaveTitle("wrong");
});

test.describe("in German, on a phone", () => {
  test.use({ locale: "de-DE", viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("the whole page is in German and fits", async ({ page }) => {
    await page.goto(`${EDGE}/nordwind`);
    await expect(page.getByRole("heading", { level: 1, name: "Frage an Nordwind" })).toBeVisible();
    const width = await page.locator("html").boundingBox();
    expect(width!.width).toBeLessThanOrEqual(360);
    const text = unique("Fährt der Fährzug auch an Silvester?");
    await page.getByRole("textbox", { name: "Ihre Frage" }).fill(text);
    await page.getByRole("button", { name: "Senden" }).tap();
    await expect(page.getByRole("heading", { name: "Vielen Dank, Ihre Frage ist bei uns." })).toBeVisible();
    await expect(page.getByRole("main")).toContainText(/Wir antworten (heute|morgen|am) .* Uhr\./);
    expect((await agent.theOne(text)).state).toBe("waiting");
  });
});
