// Edges whose clock a test sets, and visitors who live at that time. The edge is the built one on a
// workerd of its own; a library that xtask builds moves the clock of that process.

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openSync, mkdirSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Page } from "@playwright/test";
import { ADMIN_KEY, EDGE } from "./environment";
import { type Configuration, NORDWIND, type OwnSite, makeSite } from "./sites";

const { ASKHOURS_CLOCK, ASKHOURS_WORKERD, ASKHOURS_EDGE_DIR, ASKHOURS_ASSETS_DIR } = process.env;

/** Whether this system lets a program's clock be moved. */
export const CAN_MOVE_CLOCKS = ASKHOURS_CLOCK !== undefined;

/** An edge with a clock of its own. */
export class ClockedEdge {
  #ahead = 0n;

  private constructor(
    readonly origin: string,
    private readonly workerd: ChildProcess,
    private readonly file: number,
  ) {}

  /** Starts one at a moment, with its data in a folder. */
  static async start(now: Date, folder: string): Promise<ClockedEdge> {
    const storage = join(folder, "storage");
    mkdirSync(storage, { recursive: true });
    const ahead = join(folder, "ahead");
    writeFileSync(ahead, Buffer.alloc(8));
    const file = openSync(ahead, "r+");
    const workerd = spawn(ASKHOURS_WORKERD!, [
      "serve",
      `${ASKHOURS_EDGE_DIR}/workerd.capnp`,
      "--control-fd=1",
      `--directory-path=storage=${storage}`,
      `--directory-path=assets=${ASKHOURS_ASSETS_DIR}`,
      "--socket-addr=http=127.0.0.1:0",
    ], {
      env: {
        ADMIN_KEY,
        SIGNING_KEY: randomBytes(32).toString("hex"),
        LD_PRELOAD: ASKHOURS_CLOCK!,
        ASKHOURS_CLOCK_AHEAD: ahead,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface(workerd.stdout!)) {
      const { event, port } = JSON.parse(line) as { event: string; port: number };
      if (event != "listen") continue;
      const edge = new ClockedEdge(`http://127.0.0.1:${port}`, workerd, file);
      edge.move(now.getTime() - edge.now());
      return edge;
    }
    throw new Error("workerd ended while starting");
  }

  /** What time it is there, in milliseconds since the Unix epoch. */
  now(): number {
    return Date.now() + Number(this.#ahead);
  }

  /** Moves the clock by some milliseconds. */
  move(milliseconds: number): void {
    this.#ahead += BigInt(Math.round(milliseconds));
    const number = Buffer.alloc(8);
    number.writeBigInt64LE(this.#ahead);
    writeSync(this.file, number, 0, 8, 0);
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.workerd.once("exit", resolve));
    this.workerd.kill();
    await ended;
  }

  /** Makes a site at this edge. */
  makeSite(configuration: Configuration): Promise<OwnSite> {
    return makeSite(configuration, this.origin);
  }

  /** Has the railway's script tag bring this site, and all that it asks for come from here. */
  async embed(page: Page, { id }: OwnSite): Promise<void> {
    await page.route(`${EDGE}/**`, route => {
      const url = route.request().url().replace(EDGE, this.origin).replace(`/${NORDWIND}.js`, `/${id}.js`);
      return route.continue({ url });
    });
  }
}

/** Lets time pass for a page and its edge. What was to happen meanwhile happens once, at the end. */
export async function pass(page: Page, edge: ClockedEdge, milliseconds: number): Promise<void> {
  edge.move(milliseconds);
  await page.clock.fastForward(milliseconds);
}

/** Lets time pass while the visitor's computer sleeps: no timer runs, until the page is looked at again. */
export async function sleep(page: Page, edge: ClockedEdge, milliseconds: number): Promise<void> {
  edge.move(milliseconds);
  await page.clock.setSystemTime(edge.now());
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
}
