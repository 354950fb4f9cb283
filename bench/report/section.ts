/** A number that is promised, and what was measured. */
export interface Target {
  readonly what: string;
  /** In words: `at most 1/85`. */
  readonly promised: string;
  readonly measured: string;
  readonly isMet: boolean;
  /** Where it is missed: why, as found by this run's own numbers. */
  readonly reason?: string | undefined;
}

/** Cells as text. The first row of a page names the columns. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one benchmark has to say. */
export interface Section {
  readonly title: string;
  /** What was done, one sentence each: sizes, repetitions, what is beside what. */
  readonly about: readonly string[];
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

/** A section in Markdown that is also fit to be read in a terminal. */
export function sectionText({ title, about, tables, targets }: Section): string {
  return [
    `## ${title}`,
    about.join('\n'),
    ...tables.map((table) => `**${table.title}**\n\n${tableText(table)}`),
    targets.map(targetText).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** `- **met**: statements: at most 2; measured 2` */
function targetText({ what, promised, measured, isMet, reason }: Target): string {
  const why = isMet || reason === undefined ? '' : `\n  Why: ${reason}`;
  return `- ${isMet ? '**met**' : '**MISSED**'}: ${what}: ${promised}; measured ${measured}${why}`;
}

/** The columns of text are padded, so that the table is one in a terminal, too. */
function tableText({ columns, rows }: Table): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(3, ...all.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(columns), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}
