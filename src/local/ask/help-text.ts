import { readCatalogue } from '../../detections/catalogue.js';
import { SUSPECT } from '../../detections/parameter.js';
import { USAGE } from './ask-options.js';

/** `ir-bot help`: how it is used, and the questions that come with it. */
export function helpText(version: string): string {
  const { detections, views } = readCatalogue();
  const questions = [...detections.values()].map(({ id, asks, isAboutSubject, parameters }) => {
    const suspect = isAboutSubject || parameters.some(({ name }) => name === SUSPECT) ? ' (--suspect)' : '';
    return `  ${id.padEnd(14)}${asks}${suspect}`;
  });
  const tables = [...views.keys()].join(', ');
  return `ir-bot ${version}: questions to CloudTrail logs from the terminal

${USAGE}

Questions:
${questions.join('\n')}

Tables of these can be asked for by name: ${tables}.
`;
}
