import { visible } from '../../text.js';

/** Whatever Markdown or HTML could take for more than text. */
const MARKS = /[\\`*_{}[\]<>#|~&!$@]/g;
/** What GitHub's Markdown makes links of without being asked. https://github.github.com/gfm/#autolinks-extension- (as of November 2026) */
const AUTOLINK = /(:)(?=\/\/)|(?<=\bwww)(\.)/gi;

/** Text out of a log, or of a person, as Markdown shows it: on one line, and nothing but text. */
export const markdownText = (text: string): string =>
  visible(text)
    .replace(MARKS, (mark) => `\\${mark}`)
    .replace(AUTOLINK, (mark) => `\\${mark}`);

/** A row of a table, of cells that are Markdown already. */
export const markdownRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.trim() || '–').join(' | ')} |`;
