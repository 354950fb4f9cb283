/**
 * Slack's callback ids of the bot's forms, each with the version of what the form remembers and asks for. Old ones stay here after
 * an upgrade, since a form can be open meanwhile.
 */
export const FORMS = {
  question: 'ir:question:v1',
  window: 'ir:window:v1',
  note: 'ir:note:v1',
  close: 'ir:close:v1',
  investigate: 'ir:investigate:v1',
} as const;

/** The action id of the select in the question form: choosing a question changes the form's fields. */
export const CHOOSE_QUESTION = 'ir:question:v1:choose';
