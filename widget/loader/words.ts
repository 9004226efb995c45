// The places of the launcher's words in `payload.words`: the order of `words::launcher::Word`.
// A test of this crate holds the two together.

export const enum Word {
  AskAQuestion,
  Close,
  Loading,
  NewAnswer,
  Open,
  OpenUntil,
  ClosesInMinutesOne,
  ClosesInMinutesOther,
  Closed,
  ClosedOpensToday,
  ClosedOpensTomorrow,
  ClosedOpensOn,
  ClosedFor,
  ClosedForOpensToday,
  ClosedForOpensTomorrow,
  ClosedForOpensOn,
  YourLocalTime,
  InZone,
  WasmRefused,
  OpenQuestionPage,
  LoadingFailed,
  TryAgain,
}
