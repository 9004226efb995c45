// The panel: opens at once, keeps the keyboard's place, names what is wrong, and loses nothing.

import { Agent, admin, ask, read } from "./support/edge";
import { EDGE, SIGN_IN } from "./support/environment";
import { embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { status } from "./support/watch";
import { Widget } from "./support/widget";

test("a click opens the frame at once, before the panel has been fetched", async ({ page }) => {
  let arrive = () => {};
  const arrived = new Promise<void>(resolve => (arrive = resolve));
  await page.route(/\/assets\/widget\..*\.wasm/, async route => {
    await arrived;
    await route.continue();
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.launcher.click();
  await expect(widget.dialog).toBeVisible();
  await expect(widget.dialog).toContainText("Opening…");
  await expect(widget.dialog.getByRole("heading", { name: "Nordwind" })).toBeVisible();
  arrive();
  await expect(widget.question).toBeFocused();
});

test("Escape and the close button give the focus back to the launcher", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await expect(widget.question).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(widget.dialog).toBeHidden();
  await expect(widget.launcher).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(widget.question).toBeFocused();
  await widget.close.click();
  await expect(widget.dialog).toBeHidden();
  await expect(widget.launcher).toBeFocused();
});

test("the greeting, the topics and the fields are those of the site, in the page's language", async ({ page }) => {
  await page.goto("/de/");
  const widget = new Widget(page, "de");
  await widget.open();
  await expect(widget.dialog).toContainText("Moin! Wir sitzen im Reisezentrum Kiel");
  const topic = widget.dialog.getByRole("combobox", { name: "Worum geht es?" });
  await expect(topic.getByRole("option")).toHaveText([
    "Bitte wählen", "Tickets und Preise", "Barrierefrei reisen", "Fundbüro", "Jobs", "Presse",
  ]);
  await expect(widget.dialog.getByRole("textbox", { name: "Name (freiwillig)" })).toBeVisible();
  await expect(widget.dialog.getByRole("textbox", { name: "E-Mail (freiwillig)" })).toBeVisible();
  await expect(widget.dialog.getByRole("textbox", { name: /Telefon/ })).toHaveCount(0);
});

test("what is wrong stands at its field, and the first one has the focus", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  const email = widget.dialog.getByRole("textbox", { name: "E-mail" });
  await email.fill("mara at nordwind");
  await widget.send.click();
  await expect(widget.question).toBeFocused();
  await expect(widget.question).toHaveAttribute("aria-invalid", "true");
  await expect(widget.question).toHaveAccessibleDescription(/Please write a few words/);
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveAccessibleDescription(/Please write it like name@example\.org/);
  // Mended one by one, and what was right is still there.
  await widget.question.fill(unique("Does the ferry train carry prams?"));
  await widget.send.click();
  await expect(email).toBeFocused();
  await expect(widget.question).not.toHaveAttribute("aria-invalid", "true");
  await email.fill("mara@example.org");
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
});

test("a contact detail that the site requires is asked for", async ({ page, context }) => {
  const site = await makeSite({ ask_for: { name: "hidden", email: "required", phone: "optional" } });
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  const email = widget.dialog.getByRole("textbox", { name: "E-mail", exact: true });
  await expect(widget.dialog.getByRole("textbox", { name: /Name/ })).toHaveCount(0);
  await widget.question.fill("May I bring my dog?");
  await widget.send.click();
  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription(/We cannot answer without it/);
  await email.fill("ida@example.org");
  await widget.dialog.getByRole("textbox", { name: "Telephone (optional)" }).fill("+49 431 123456");
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
});

test("a text that is too long is told before it is sent", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill("a".repeat(7_990));
  await expect(widget.question).toHaveAccessibleDescription(/10 characters left/);
  await widget.question.fill("a".repeat(8_001));
  await widget.send.click();
  await expect(widget.question).toHaveAccessibleDescription(/at most 8000 characters/);
  await expect(widget.thanks).toBeHidden();
});

test("the draft survives closing the panel, a reload and another page", async ({ page }) => {
  const text = unique("Is there coffee on the night train?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(text);
  await widget.dialog.getByRole("combobox").selectOption({ label: "Lost property" });
  await widget.dialog.getByRole("textbox", { name: "Name" }).fill("Ida");
  await widget.close.click();
  await widget.open();
  await expect(widget.question).toHaveValue(text);
  await page.reload();
  await widget.open();
  await expect(widget.question).toHaveValue(text);
  await page.goto("/en/tickets.html");
  await widget.open();
  await expect(widget.question).toHaveValue(text);
  await expect(widget.dialog.getByRole("combobox")).toHaveValue("lost-property");
  await expect(widget.dialog.getByRole("textbox", { name: "Name" })).toHaveValue("Ida");
});

test("the draft stays in its tab, and sending ends it", async ({ page, context }) => {
  const text = unique("Where do I find my umbrella?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(text);
  const other = await context.newPage();
  await other.goto("/en/");
  const elsewhere = new Widget(other);
  await elsewhere.open();
  await expect(elsewhere.question).toHaveValue("");
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["askhours:nordwind:conversation"]);
});

test("all that was written reaches the team, and the page without its query", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/de/tickets.html?utm_source=mail#prices");
  const widget = new Widget(page, "de");
  const text = unique("Gilt das Ticket auch am 1. Januar?\n\nUnd <b>nachts</b>?");
  await widget.open();
  await widget.question.fill(text);
  await widget.dialog.getByRole("textbox", { name: "Name" }).fill("Ida Möller");
  await widget.dialog.getByRole("textbox", { name: "E-Mail" }).fill("ida@example.org");
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  await expect(widget.dialog).toContainText("erreichen wir Sie unter ida@example.org");
  const { id } = await site.agent.theOne(text.slice(-9));
  const { visitor, entries } = await site.agent.detail(id);
  expect(entries.map(entry => entry.text)).toEqual([text]);
  expect(visitor).toMatchObject({
    name: "Ida Möller",
    email: "ida@example.org",
    locale: "de",
    page: `${new URL(page.url()).origin}/de/tickets.html`,
  });
});

test("Ctrl+Enter sends", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(unique("When does the last train leave?"));
  await widget.question.press("Control+Enter");
  await expect(widget.thanks).toBeVisible();
});

test("two impatient clicks send one question", async ({ page }) => {
  const text = unique("Do you sell day tickets?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(text);
  await widget.send.dblclick();
  await expect(widget.thanks).toBeVisible();
  const agent = await Agent.signIn(SIGN_IN);
  await agent.theOne(text);
});

test("the page's own shortcuts do not hear what is typed", async ({ page }) => {
  await page.goto("/en/");
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const type of ["keydown", "keypress", "keyup"]) {
      document.addEventListener(type, event => heard.push((event as KeyboardEvent).key));
    }
  });
  const widget = new Widget(page);
  await widget.open();
  await widget.question.pressSequentially("jk/?");
  await expect(widget.question).toHaveValue("jk/?");
  expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([]);
});

test("markup is shown as it was written", async ({ page }) => {
  const text = unique(`<img src=x onerror="document.title='wrong'"> **bold** {{7*7}}`);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  await expect(widget.messages).toContainText([text]);
  await expect(widget.conversation.getByRole("img")).toHaveCount(0);
  await expect(page).not.toHaveTitle("wrong");
});

test("what went wrong on our side is told, and the same question goes again", async ({ page, watch }) => {
  watch.expect(status(500));
  const keys: (string | null)[] = [];
  await page.route(`${EDGE}/v1/sites/nordwind/questions`, async route => {
    if (route.request().method() != "POST") return route.continue();
    keys.push(await route.request().headerValue("idempotency-key"));
    if (keys.length > 1) return route.continue();
    await route.fulfill({
      status: 500,
      headers: { "access-control-allow-origin": "*" },
      contentType: "application/problem+json",
      body: JSON.stringify({ type: "urn:askhours:problem:internal", title: "", status: 500, detail: "" }),
    });
  });
  const text = unique("Is the museum train running?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(text);
  await widget.send.click();
  await expect(widget.dialog).toContainText("Something went wrong on our side. Your text is kept");
  await expect(widget.question).toHaveValue(text);
  await expect(widget.question).toBeEnabled();
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
});

test("a panel that could not be fetched says so, and comes with the next try", async ({ page, watch }) => {
  watch.expect(/ERR_FAILED/);
  await page.route(/\/assets\/widget\..*wasm/, route => route.abort());
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.launcher.click();
  await expect(widget.dialog).toContainText("The question form cannot be opened here right now.");
  await expect(widget.dialog.getByRole("link", { name: "Ask on a separate page" })).toHaveAttribute("href", `${EDGE}/nordwind`);
  await page.unroute(/\/assets\/widget\..*wasm/);
  await widget.dialog.getByRole("button", { name: "Try again" }).click();
  await expect(widget.question).toBeFocused();
});

test("a connection that is lost before the panel's script is there is told by the launcher", async ({ page, watch }) => {
  watch.expect(/ERR_FAILED/);
  await page.route(/\/assets\/widget\./, route => route.abort());
  await page.goto("/en/");
  const { element, launcher, question } = new Widget(page);
  await launcher.click();
  const told = element.getByRole("button", { name: /^The question form cannot be opened here right now/ });
  await expect(told).toBeVisible();
  await page.unroute(/\/assets\/widget\./);
  await told.click();
  await expect(question).toBeFocused();
});

test("the visitor's key opens only the visitor's conversation", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(unique("Who may read this?"));
  const kept = await page.evaluate(() => localStorage.getItem("askhours:nordwind:conversation"));
  const { id, secret } = JSON.parse(kept!) as { id: string; secret: string };
  expect((await read(id, secret))?.messages).toHaveLength(1);
  expect(await read(id, `${secret.slice(0, -4)}AAAA`)).toBeUndefined();
});

test("where the browser keeps pages from storing, everything but keeping works", async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("Access is denied for this document.", "SecurityError");
        },
      });
    }
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  const text = unique("May I ask without storage?");
  await widget.ask(text);
  const agent = await Agent.signIn(SIGN_IN);
  await agent.reply((await agent.theOne(text)).id, "You may.");
  await expect(widget.messages).toContainText([text, "You may."]);
});

test("after some answers, the form tells how long they usually take", async ({ page, context, site }) => {
  for (let count = 0; count < 5; count++) {
    const { conversation } = await ask(site.id, { text: `Question ${count}` });
    await site.agent.reply(conversation, "Answered at once.");
  }
  // The edge remembers for half a minute what it has told of a site; a configuration ends that.
  const path = `/v1/admin/sites/${site.id}`;
  await admin("PUT", path, await admin("GET", path));
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await expect(widget.dialog).toContainText("We usually answer within 1 minute.");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });

  test("the panel covers the window, and nothing behind it can be reached", async ({ page }) => {
    await page.goto("/en/");
    const widget = new Widget(page);
    await widget.launcher.tap();
    await expect(widget.question).toBeVisible();
    await expect(widget.dialog).toBeInViewport({ ratio: 1 });
    expect(await widget.dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 780 });
    expect(await page.evaluate(() => document.elementFromPoint(195, 20)?.localName)).toBe("ask-hours");
    // A finger that opens the panel has not asked for the keyboard.
    await expect(widget.question).not.toBeFocused();
    await widget.question.fill(unique("Can I pay by card on the train?"));
    await widget.send.tap();
    await expect(widget.thanks).toBeVisible();
    await widget.close.tap();
    await expect(widget.launcher).toBeVisible();
  });
});
