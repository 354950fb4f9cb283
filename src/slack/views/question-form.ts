import type { AnyBlock, InputBlock, ModalView } from '@slack/types';
import type { Catalogue } from '../../detections/catalogue.js';
import type { Detection } from '../../detections/detection.js';
import { exampleOf, type Parameter, type ParameterType, readParameter, SUSPECT } from '../../detections/parameter.js';
import { assertAskable, readSubject, SUBJECT_KINDS, type Subject, type SubjectKind } from '../../detections/subject.js';
import { UserFacingError } from '../../errors.js';
import type { Question } from '../../investigation/question.js';
import { readWindow } from '../../investigation/window.js';
import { MAX_OPTIONS, MAX_VIEW_BLOCKS } from '../blocks/limits.js';
import { literalLine } from '../blocks/rich-text.js';
import { CHOOSE_QUESTION, FORMS } from './callback-ids.js';
import { fieldOf, form, optionOf, plain, textField } from './fields.js';
import type { Filled } from './filled.js';
import { type FormPlace, metadataOf, placeLine } from './form-place.js';
import { windowField } from './window-field.js';

const QUESTION = 'question';
const WINDOW = 'window';
const ABOUT = 'about';

/** Of a form's blocks, those that are there for every question. */
const OTHER_BLOCKS = 5;

/** What the question form shows. */
export interface QuestionFormParts {
  readonly catalogue: Catalogue;
  readonly place: FormPlace;
  /** The id of the question whose fields are shown; without one, the person chooses first. */
  readonly chosen?: string | undefined;
}

/** The form in which any question of the catalogue is asked: its window, whom it is about, and a field for each of its parameters. */
export function questionForm({ catalogue, place, chosen = '' }: QuestionFormParts): ModalView {
  const detection = catalogue.detections.get(chosen);
  const frame = { callbackId: FORMS.question, title: 'Ask CloudTrail', submit: 'Ask', metadata: metadataOf(place) };
  return form(frame, [
    placeLine(place),
    questionField(catalogue, detection),
    ...(detection ? [literalLine(detection.asks)] : []),
    windowField(WINDOW, place),
    ...(detection ? fieldsFor(detection, place) : []),
  ]);
}

function questionField({ detections }: Catalogue, chosen: Detection | undefined): InputBlock {
  const all = [...detections.values()];
  const options = all.slice(0, MAX_OPTIONS).map(({ id, title }) => optionOf({ value: id, label: title }));
  const hint = all.length > MAX_OPTIONS ? `The first ${MAX_OPTIONS} of ${all.length}. The others: /ir run` : undefined;
  const initial = options.find(({ value }) => value === chosen?.id);
  return {
    ...fieldOf({ id: QUESTION, label: 'Question', hint }),
    dispatch_action: true,
    element: {
      type: 'static_select',
      action_id: CHOOSE_QUESTION,
      placeholder: plain('Choose a question'),
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

function fieldsFor(detection: Detection, { case: about }: FormPlace): AnyBlock[] {
  const suspect = about?.suspect;
  const parameters = detection.parameters.slice(0, MAX_VIEW_BLOCKS - OTHER_BLOCKS);
  return [
    ...(detection.isAboutSubject ? [aboutField(suspect)] : []),
    ...parameters.map((parameter, at) => parameterField(fieldId(detection, at), parameter, about)),
  ];
}

const unlessNamed = (suspect: string | undefined) =>
  suspect === undefined ? '' : ` Left empty: ${suspect}, the suspect.`;

const aboutField = (suspect: string | undefined): InputBlock =>
  textField({
    id: ABOUT,
    label: 'About whom or what',
    hint: `The ARN of an identity or role, an access key, an address, or agent: and a user agent.${unlessNamed(suspect)}`,
    isOptional: suspect !== undefined,
  });

/** A field of its own for each question: Slack keeps what was typed into a field as long as its id stays. */
const fieldId = ({ id }: Detection, at: number): string => `value|${id}|${at}`;

function parameterField(id: string, parameter: Parameter, about: FormPlace['case']): InputBlock {
  const { suspect, suspectKind: kind } = about ?? {};
  const { name, type, fallback } = parameter;
  const isSuspect = name === SUSPECT && kind !== undefined && TAKEN[type]?.includes(kind);
  const named = isSuspect ? suspect : undefined;
  const example = exampleOf(parameter).slice(name.length + 1);
  return textField({
    id,
    label: name,
    hint: `For example: ${example}.${unlessNamed(named)}`,
    initial: fallback,
    isOptional: fallback !== undefined || named !== undefined,
  });
}

/** What a parameter of the suspect takes of the suspect: an access key is no ARN. */
const TAKEN: Readonly<Partial<Record<ParameterType, readonly SubjectKind[]>>> = {
  arn: ['identity', 'role'],
  access_key: ['key'],
  ip: ['address'],
  text: SUBJECT_KINDS,
};

/**
 * Reads a question form that was sent off. What is wrong with a field is kept in `filled`.
 *
 * @param now on the clock by which windows are read.
 */
export function readQuestionForm({ detections }: Catalogue, filled: Filled, now: Date): Question | undefined {
  const detection = filled.read(QUESTION, (id) => chosenOf(detections, id));
  const window = filled.read(WINDOW, (text) => (text === undefined ? undefined : readWindow(text, now).text));
  if (!detection) return undefined;
  const about = detection.isAboutSubject ? filled.read(ABOUT, readAbout) : undefined;
  const parameters: Record<string, string> = {};
  for (const [at, parameter] of detection.parameters.entries()) {
    const text = filled.read(fieldId(detection, at), (typed) =>
      typed === undefined ? undefined : readParameter(parameter, typed).text,
    );
    if (text !== undefined) parameters[parameter.name] = text;
  }
  return filled.errors() ? undefined : { detection: detection.id, window, about, parameters };
}

function chosenOf(detections: Catalogue['detections'], id: string | undefined): Detection {
  const detection = detections.get(id ?? '');
  if (!detection) throw new UserFacingError('Choose a question.');
  return detection;
}

/** Somebody or something that was typed, if anything was. @throws UserFacingError when it is none of what can be asked about. */
export function readAbout(text: string | undefined): Subject | undefined {
  if (text === undefined) return undefined;
  const subject = readSubject(text);
  assertAskable(subject);
  return subject;
}
