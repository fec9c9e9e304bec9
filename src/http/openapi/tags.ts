/** The sections of the reference, in the order in which a reader needs them. */

export const tags: readonly { readonly name: string; readonly description: string }[] = [
  {
    name: 'Predictions',
    description: 'The flat view: one row a forecast, with its question, speaker, source, outcome and scores.',
  },
  { name: 'Sources', description: 'Published works in which something was said.' },
  { name: 'Forecasters', description: 'Who speaks or forecasts: people, organisations, models.' },
  {
    name: 'Statements',
    description: 'What was said: forecasts, claims, opinions, with their place in the source.',
  },
  { name: 'Questions', description: 'What a stranger could resolve.' },
  { name: 'Forecasts', description: 'What a forecaster thought of a question at a time. Never edited.' },
  { name: 'Resolutions', description: 'How questions turned out, with evidence and history.' },
  { name: 'Verdicts', description: 'How claims about facts were rated, with evidence and history.' },
  { name: 'Topics', description: 'What things are about.' },
  { name: 'Entities', description: 'Whom and what things name.' },
  {
    name: 'Lexicons',
    description: 'Which probabilities words such as "probably" stand for, and who says so.',
  },
  { name: 'Scores', description: 'How good each forecast was, and the rules that say so.' },
  { name: 'Reports', description: 'How accurate each speaker has been.' },
  {
    name: 'Exports',
    description: 'The record as files, each from one consistent state, at the head or as of any moment.',
  },
  { name: 'Feeds', description: 'What was resolved, and what is due.' },
  { name: 'Keys', description: 'Who may write.' },
  { name: 'Audit', description: 'The chain of everything that was written.' },
  { name: 'Operation', description: 'For those who run the service.' },
];
