// The places of the launcher's words in `payload.words`: the order of `words::launcher::Word`.
// A test of this crate holds the two together.

export const enum Word {
  AskAQuestion,
  Close,
  Loading,
  NewAnswer,
  Open,
  OpenUntil,
  ClosesInMinutes,
  Closed,
  ClosedFor,
  Paused,
  PausedFor,
  OpensToday,
  OpensTomorrow,
  OpensOn,
  TimeOfDay,
  TimeInBothZones,
  LoadingFailed,
  OpenQuestionPage,
  TryAgain,
}
