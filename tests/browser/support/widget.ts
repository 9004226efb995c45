// The widget as its users find it: by roles and names.

import type { Locator, Page } from "@playwright/test";

/** The words by which the widget is found. */
const WORDS = {
  en: {
    launcher: /^(Ask a question|New answer)/,
    close: "Close",
    hours: "Opening hours",
    question: "Your question",
    send: "Send",
    message: "Your message",
    thanks: "Thank you, we have your question.",
    another: "Ask another question",
    erase: "Erase conversation",
    eraseForGood: "Erase for good",
    keep: "Keep it",
  },
  de: {
    launcher: /^(Frage stellen|Neue Antwort)/,
    close: "Schließen",
    hours: "Öffnungszeiten",
    question: "Ihre Frage",
    send: "Senden",
    message: "Ihre Nachricht",
    thanks: "Vielen Dank, Ihre Frage ist bei uns.",
    another: "Noch eine Frage stellen",
    erase: "Gespräch löschen",
    eraseForGood: "Endgültig löschen",
    keep: "Behalten",
  },
  ar: {
    launcher: /^(طرح سؤال|رد جديد)/,
    close: "إغلاق",
    hours: "ساعات العمل",
    question: "سؤالك",
    send: "إرسال",
    message: "رسالتك",
    thanks: "شكرًا لك، وصلنا سؤالك.",
    another: "طرح سؤال آخر",
    erase: "حذف المحادثة",
    eraseForGood: "حذف نهائي",
    keep: "الاحتفاظ بها",
  },
  he: {
    launcher: /^(שליחת שאלה|תשובה חדשה)/,
    close: "סגירה",
    hours: "שעות פעילות",
    question: "השאלה שלך",
    send: "שליחה",
    message: "ההודעה שלך",
    thanks: "תודה, השאלה שלך הגיעה אלינו.",
    another: "שאלה נוספת",
    erase: "מחיקת השיחה",
    eraseForGood: "מחיקה לצמיתות",
    keep: "להשאיר",
  },
};

/** One widget on a page: a floating one, or one in the page. */
export class Widget {
  readonly element: Locator;
  readonly launcher: Locator;
  readonly dialog: Locator;
  readonly close: Locator;
  /** The button that unfolds the week's table. */
  readonly hours: Locator;
  readonly week: Locator;
  readonly topic: Locator;
  readonly question: Locator;
  readonly send: Locator;
  readonly thanks: Locator;
  readonly conversation: Locator;
  readonly messages: Locator;
  readonly message: Locator;
  readonly another: Locator;
  readonly erase: Locator;
  readonly eraseForGood: Locator;
  readonly keep: Locator;

  constructor(
    readonly page: Page,
    language: keyof typeof WORDS = "en",
    /** The page itself, or a frame in it. */
    within: Pick<Page, "locator"> = page,
  ) {
    const words = WORDS[language];
    const button = (name: string | RegExp) => this.element.getByRole("button", { name, exact: true });
    this.element = within.locator("ask-hours");
    this.launcher = button(words.launcher);
    this.dialog = this.element.getByRole("dialog");
    this.close = button(words.close);
    this.hours = button(words.hours);
    this.week = this.element.getByRole("table", { name: words.hours });
    this.topic = this.element.getByRole("combobox");
    this.question = this.element.getByRole("textbox", { name: words.question });
    this.send = button(words.send);
    this.thanks = this.element.getByRole("heading", { name: words.thanks });
    this.conversation = this.element.getByRole("region", { name: /^(Your conversation with|Ihr Gespräch mit|محادثتك مع|השיחה שלך עם)/ });
    this.messages = this.conversation.getByRole("listitem");
    this.message = this.element.getByRole("textbox", { name: words.message });
    this.another = button(words.another);
    this.erase = button(words.erase);
    this.eraseForGood = button(words.eraseForGood);
    this.keep = button(words.keep);
  }

  /** Opens the panel and waits until it can be written in. */
  async open(): Promise<void> {
    await this.launcher.click();
    await this.question.or(this.message).waitFor();
  }

  /** Opens the panel and asks. */
  async ask(text: string): Promise<void> {
    await this.open();
    await this.question.fill(text);
    await this.send.click();
    await this.thanks.waitFor();
  }
}
