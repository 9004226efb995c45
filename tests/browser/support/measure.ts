// Measures what a visitor sees of the widget, or of a whole page, and says what WCAG 2.2 finds wrong with it
// where axe does not look: sizes of targets, what is cut off, contrast, and what covers the focus.

import type { Page } from "@playwright/test";

/** What is wrong in this part of the page as it stands: a sentence for each fault. */
export function faults(page: Page, part: string): Promise<string[]> {
  return page.evaluate(part => {
    type Colour = [red: number, green: number, blue: number, alpha: number];
    const found: string[] = [];
    const forced = matchMedia("(forced-colors: active)").matches;
    const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })!;
    const known = new Map<string, Colour>();

    /** A colour as the screen shows it, whatever space it is written in. */
    const read = (css: string): Colour => {
      if (!known.has(css)) {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = css;
        pen.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
        known.set(css, [red!, green!, blue!, alpha! / 255]);
      }
      return known.get(css)!;
    };
    const mix = (below: Colour, above: Colour, share: number) =>
      below.map((value, index) => value + (above[index]! - value) * share) as Colour;
    const over = (below: Colour, above: Colour): Colour => mix(below, [above[0], above[1], above[2], 1], above[3]);
    const luminance = (colour: Colour) => {
      const [red, green, blue] = colour.map(value => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    };
    const contrast = (one: Colour, other: Colour) => {
      const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
      return (light! + 0.05) / (dark! + 0.05);
    };
    const parentOf = (element: Element): Element | null => {
      const root = element.getRootNode();
      return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    };
    /** Ink and what is below it, with every background and opacity from the root down to the element. */
    const painted = (element: Element, ink: Colour): [ink: Colour, ground: Colour] => {
      const chain: CSSStyleDeclaration[] = [];
      for (let above: Element | null = element; above; above = parentOf(above)) chain.unshift(getComputedStyle(above));
      const paint = (index: number, ground: Colour): [Colour, Colour] => {
        const style = chain[index];
        if (!style) return [over(ground, ink), ground];
        const inside = paint(index + 1, over(ground, read(style.backgroundColor)));
        const opacity = Number(style.opacity);
        return opacity == 1 ? inside : [mix(ground, inside[0], opacity), mix(ground, inside[1], opacity)];
      };
      return paint(0, read("Canvas"));
    };
    const name = (element: Element) => {
      const text = element.getAttribute("aria-label") ?? element.textContent!.trim().slice(0, 30);
      return `${element.localName}${element.id && `#${element.id}`}${[...element.classList].map(one => `.${one}`).join("")} "${text}"`;
    };

    const look = (element: HTMLElement) => {
      const style = getComputedStyle(element);
      const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
      // What only screen readers meet is cut to nothing.
      const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && style.clipPath == "none";
      if (!seen || (style.position == "absolute" && width == 1)) return;
      const disabled = element.matches(":disabled") || element.closest(":disabled");

      if (element.matches("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
        const inSentence = style.display == "inline" && element.parentElement!.textContent!.trim() != element.textContent!.trim();
        if (!inSentence && (width < 23.9 || height < 23.9)) {
          found.push(`${name(element)} is ${width.toFixed(1)} by ${height.toFixed(1)} pixels`);
        }
      }
      // Forced colours take backgrounds away; what can be pressed then needs a line around or below its words.
      if (forced && element.localName == "button" && element.textContent!.trim().length > 1) {
        const lines = parseFloat(style.borderTopWidth) > 0 || style.textDecorationLine == "underline";
        if (!lines) found.push(`${name(element)} has no line in forced colours`);
      }
      if (width > 1 && (left < -1 || right > innerWidth + 1)) {
        found.push(`${name(element)} reaches from ${left} to ${right}`);
      }
      if (style.position == "fixed" && (top < -1 || bottom > innerHeight + 1)) {
        found.push(`${name(element)} reaches from ${top} down to ${bottom}`);
      }
      if (element.scrollWidth > element.clientWidth + 1 && style.display != "inline" && style.overflowX != "visible") {
        found.push(`${name(element)} has to be scrolled sideways`);
      }
      if (element.scrollHeight > element.clientHeight + 1 && /hidden|clip/.test(style.overflowY)) {
        found.push(`${name(element)} cuts off ${element.scrollHeight - element.clientHeight} pixels`);
      }
      if (disabled) return;

      const field = element.matches("input, select, textarea");
      const text = [...element.childNodes].some(node => node.nodeType == Node.TEXT_NODE && node.textContent!.trim());
      const inks: [what: string, ink: string, least: number][] = [];
      if (text || field) inks.push(["text", style.color, 4.5]);
      if (field && element.getAttribute("placeholder") && element.matches(":placeholder-shown")) {
        inks.push(["placeholder", getComputedStyle(element, "::placeholder").color, 4.5]);
      }
      for (const [what, ink, least] of inks) {
        const [above, below] = painted(element, read(ink));
        if (contrast(above, below) < least) {
          found.push(`${name(element)}: ${what} has a contrast of ${contrast(above, below).toFixed(2)}`);
        }
      }
      if (field) {
        const [, around] = painted(parentOf(element)!, [0, 0, 0, 0]);
        const border = over(around, read(style.borderTopColor));
        if (contrast(border, around) < 3) {
          found.push(`${name(element)}: border has a contrast of ${contrast(border, around).toFixed(2)}`);
        }
      }
    };
    for (const host of document.querySelectorAll<HTMLElement>(part)) {
      for (const element of (host.shadowRoot ?? host).querySelectorAll<HTMLElement>("*")) look(element);
    }
    return found;
  }, part);
}

/** What cannot be seen whole once it has the focus. The focus is put back. */
export function hiddenFocus(page: Page, part: string): Promise<string[]> {
  return page.evaluate(part => {
    const found: string[] = [];
    for (const host of document.querySelectorAll<HTMLElement>(part)) {
      const root = host.shadowRoot ?? document;
      const before = root.activeElement as HTMLElement | null;
      const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
      for (const stop of root.querySelectorAll<HTMLElement>(stops)) {
        if (!stop.checkVisibility() || stop.matches(":disabled")) continue;
        // What has the focus already would not be scrolled to.
        stop.blur();
        stop.focus();
        if (root.activeElement != stop) continue;
        const { left, right, top, bottom } = stop.getBoundingClientRect();
        // A little inside of round corners. Of what scrolls there has to be a part, of all else the whole.
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const points = [[left + 4, y], [right - 4, y], [x, top + 2], [x, bottom - 2], [x, y]] as const;
        const hidden = points.filter(([across, down]) => !stop.contains(root.elementFromPoint(across, down)));
        if (hidden.length > (stop.matches("textarea, [role=region]") ? points.length - 1 : 0)) {
          found.push(`${stop.localName}.${stop.className} from ${top} to ${bottom} cannot be seen at ${hidden.join(" and ")}`);
        }
      }
      before?.focus();
    }
    return found;
  }, part);
}
