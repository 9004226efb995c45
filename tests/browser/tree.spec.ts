// The whole journey by the accessibility tree alone, as Chromium gives it to screen readers: what is there is found by its
// role and name, and pressed or filled by its node. No style sheet and no markup is looked at.

import type { CDPSession, Page } from "@playwright/test";
import { embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { status } from "./support/watch";

interface Node {
  role?: { value: string };
  name?: { value: string };
  description?: { value: string };
  ignored: boolean;
  backendDOMNodeId: number;
  properties: { name: string; value: { value: unknown } }[];
}

/** A reader of the tree. */
class Tree {
  private constructor(
    private readonly page: Page,
    private readonly client: CDPSession,
  ) {}

  static async of(page: Page): Promise<Tree> {
    const client = await page.context().newCDPSession(page);
    await client.send("Accessibility.enable");
    return new Tree(page, client);
  }

  /** The nodes of a role whose names begin so. */
  async all(role: string, name = ""): Promise<Node[]> {
    const { nodes } = (await this.client.send("Accessibility.getFullAXTree")) as unknown as { nodes: Node[] };
    return nodes.filter(node => !node.ignored && node.role?.value == role && (node.name?.value ?? "").startsWith(name));
  }

  /** The one node of a role whose name begins so, once it is there. */
  async one(role: string, name: string): Promise<Node> {
    await expect.poll(async () => (await this.all(role, name)).length, `${role} "${name}"`).toBe(1);
    const [node] = await this.all(role, name);
    return node!;
  }

  /** Does what a reader's default action does. */
  async press(role: string, name: string): Promise<void> {
    const { backendDOMNodeId } = await this.one(role, name);
    const { object } = await this.client.send("DOM.resolveNode", { backendNodeId: backendDOMNodeId });
    await this.client.send("Runtime.callFunctionOn", { objectId: object.objectId!, functionDeclaration: "function() { this.click() }" });
  }

  /** Moves to a field and writes. */
  async write(role: string, name: string, text: string): Promise<void> {
    const { backendDOMNodeId } = await this.one(role, name);
    await this.client.send("DOM.focus", { backendNodeId: backendDOMNodeId });
    await this.page.keyboard.type(text);
  }

  /** The names of what has the focus and of what is wrong. */
  property(node: Node, name: string): unknown {
    return node.properties.find(property => property.name == name)?.value.value;
  }
}

test("asking, reading, writing on and erasing need nothing but roles and names", async ({ page, context, watch }) => {
  // An event may have the panel read what is being erased.
  watch.expect(status(404));
  const site = await makeSite({ greeting: { en: "Hello from the tree!" } });
  await embed(context, site);
  await page.goto("/en/");
  const tree = await Tree.of(page);
  const launcher = await tree.one("button", "Ask a question");
  expect(launcher.name!.value).toMatch(/Open now$/);
  expect(tree.property(launcher, "hasPopup")).toBe("dialog");
  await tree.one("region", "Nordwind");

  await tree.press("button", "Ask a question");
  await tree.one("dialog", "Nordwind");
  await tree.one("heading", "Nordwind");
  await tree.one("heading", "Hello from the tree!");
  const hours = await tree.one("button", "Opening hours");
  expect(tree.property(hours, "expanded")).toBe(false);
  // The page has tables of its own.
  const rows = (await tree.all("row")).length;
  await tree.press("button", "Opening hours");
  await tree.one("table", "Opening hours");
  expect(await tree.all("row")).toHaveLength(rows + 7);
  await tree.press("button", "Opening hours");

  const question = await tree.one("textbox", "Your question");
  expect(tree.property(question, "required")).toBe(true);
  await tree.press("button", "Send");
  await expect.poll(async () => tree.property(await tree.one("textbox", "Your question"), "invalid")).toBe("true");
  expect((await tree.one("textbox", "Your question")).description!.value).toContain("There is nothing to send yet.");
  const text = unique("Who reads the tree?");
  await tree.write("textbox", "Your question", text);
  await expect.poll(async () => tree.property(await tree.one("textbox", "Your question"), "invalid")).toBe("false");
  await tree.write("textbox", "Name", "Ida");
  await tree.press("button", "Send");

  const thanks = await tree.one("heading", "Thank you");
  expect(tree.property(thanks, "focused")).toBe(true);
  await tree.one("region", "Your conversation with Nordwind");
  await site.agent.reply((await site.agent.theOne(text)).id, "Screen readers do.");
  await expect.poll(async () => (await tree.all("listitem")).length).toBeGreaterThanOrEqual(2);
  await tree.one("StaticText", "Screen readers do.");
  await tree.write("textbox", "Your message", "Thanks");
  await tree.press("button", "Send");
  await tree.one("StaticText", "Thanks");

  await tree.press("button", "Erase conversation");
  await tree.press("button", "Erase for good");
  await tree.one("textbox", "Your question");
  await tree.press("button", "Close");
  const back = await tree.one("button", "Ask a question");
  expect(tree.property(back, "focused")).toBe(true);
  expect(await tree.all("dialog")).toEqual([]);
});
