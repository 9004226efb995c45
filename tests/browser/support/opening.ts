// The switch in the inbox's header, as agents find it: by roles and names, in English.

import { expect, type Locator, type Page } from "@playwright/test";

/** What the team can switch to. */
type State = "As usual" | "Paused" | "Open for longer";

/** The status in an inbox's header, and the switch behind it. */
export class Opening {
  /** The button that tells the status and opens the switch. */
  readonly status: Locator;
  /** The way back while something is switched. */
  readonly back: Locator;
  readonly dialog: Locator;
  readonly dayAndTime: Locator;
  readonly time: Locator;
  readonly note: Locator;
  /** What visitors would read. */
  readonly preview: Locator;
  readonly cancel: Locator;

  constructor(readonly page: Page) {
    this.status = page.getByRole("button", { name: /^Opening:/ });
    this.back = page.getByRole("banner").getByRole("button", { name: "Back to usual hours" });
    this.dialog = page.getByRole("dialog", { name: "Opening" });
    this.dayAndTime = this.dialog.getByLabel("Day and time");
    this.time = this.dialog.getByLabel("Time today");
    this.note = this.dialog.getByRole("textbox", { name: "Note for visitors" });
    this.preview = this.dialog.locator("#preview");
    this.cancel = this.dialog.getByRole("button", { name: "Cancel" });
  }

  /** Opens the switch and turns to a state. */
  async open(state?: State): Promise<void> {
    await this.status.click();
    await expect(this.dialog).toBeVisible();
    if (state) await this.state(state).check();
  }

  state(state: State): Locator {
    return this.dialog.getByRole("radio", { name: state, exact: true });
  }

  /** One of the ends to choose from, by the beginning of its name. */
  end(name: string): Locator {
    return this.dialog.getByRole("group", { name: "Until when" }).getByRole("radio", { name: new RegExp(`^${name}`) });
  }

  /** The button that switches. */
  button(name: "Pause now" | "Open for longer" | "Save" | "Back to usual hours"): Locator {
    return this.dialog.getByRole("button", { name, exact: true });
  }
}
