import { type Section, sectionText } from './section.js';

/** What came of one benchmark. */
export interface Outcome {
  readonly name: string;
  /** A section, or why there is none. */
  readonly result: Section | Error;
}

/** The run as a page: what was measured on, every target first, then everything. */
export function resultsPage(outcomes: readonly Outcome[], machine: readonly string[], day: string): string {
  return `${[
    '# Results',
    `By \`npm run bench\` on ${day}. What is measured, and how: [README.md](README.md). Ratios count, not seconds.`,
    machine.map((line) => `- ${line}`).join('\n'),
    summaryText(outcomes),
    ...outcomes.map(({ name, result }) =>
      result instanceof Error ? `## ${name}\n\nIt could not be measured: ${result.message}` : sectionText(result),
    ),
  ].join('\n\n')}\n`;
}

/** How many targets are met, and which are not. */
export function summaryText(outcomes: readonly Outcome[]): string {
  const targets = outcomes.flatMap(({ name, result }) =>
    result instanceof Error ? [] : result.targets.map((target) => ({ name, ...target })),
  );
  const missed = targets.filter(({ isMet }) => !isMet);
  const failed = outcomes.filter(({ result }) => result instanceof Error);
  return [
    `${targets.length - missed.length} of ${targets.length} targets are met.`,
    ...missed.map(
      ({ name, what, promised, measured }) => `- missed, ${name}: ${what}: ${promised}; measured ${measured}`,
    ),
    ...failed.map(({ name }) => `- not measured: ${name}`),
  ].join('\n');
}
