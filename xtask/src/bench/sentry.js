// Sentry's feedback widget, as its documentation has it set up from npm. It would report to the page's own server.
import { feedbackIntegration, init } from "@sentry/browser";

init({
  dsn: `http://public@${location.host}/1`,
  integrations: [feedbackIntegration({ colorScheme: "system" })],
});
