// The inbox as its agents find it: by roles and names, in English.

import { expect, type Locator, type Page } from "@playwright/test";

/** The inbox in a page. */
export class Inbox {
  readonly key: Locator;
  readonly signIn: Locator;
  readonly signOut: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly search: Locator;
  readonly heading: Locator;
  readonly entries: Locator;
  readonly reply: Locator;
  readonly note: Locator;
  readonly back: Locator;

  constructor(readonly page: Page) {
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    this.key = page.getByLabel("Your key");
    this.signIn = button("Sign in");
    this.signOut = button("Sign out");
    this.list = page.getByRole("region", { name: "Conversations" });
    this.rows = this.list.getByRole("list").getByRole("link");
    this.search = page.getByRole("searchbox", { name: "Search" });
    this.heading = page.getByRole("article").getByRole("heading", { level: 2 });
    this.entries = page.getByRole("region", { name: "Messages" }).locator(".text");
    this.reply = page.getByRole("textbox", { name: "Reply", exact: true });
    this.note = page.getByRole("textbox", { name: "Note", exact: true });
    this.back = button("Back to the list");
  }

  /** Opens a personal link, and waits for the list. */
  async enter(signIn: string): Promise<void> {
    await this.page.goto(signIn);
    await expect(this.list).toBeVisible();
  }

  /** One of the lists: Waiting, Answered, Closed or Spam. */
  tab(name: string): Locator {
    return this.page.getByRole("navigation", { name: "Lists" }).getByRole("button", { name });
  }

  /** The row in which this text stands. */
  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** What can be done with the open conversation. */
  action(name: "Close" | "Spam" | "Reopen" | "Not spam"): Locator {
    return this.page.getByRole("article").getByRole("button", { name, exact: true });
  }
}
